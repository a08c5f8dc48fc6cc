"use client";

import { useParams } from "next/navigation";
import { lazy, Suspense } from "react";

// Loaded on demand, so that the file's page stays small. If it cannot be loaded, the app's own error page is shown.
const BrokenFilePage = lazy(async () => ({
  default: (await import("@/components/payments/pay/broken-file-page")).BrokenFilePage,
}));

/** The page shown when a file's page crashes. The visitor may have been paying. */
export default function FileErrorPage({ error }: { error: Error & { digest?: string } }) {
  const fileId = useParams<{ fileId: string }>()?.fileId ?? "";
  return (
    <Suspense>
      <BrokenFilePage fileId={fileId} digest={error.digest} />
    </Suspense>
  );
}
