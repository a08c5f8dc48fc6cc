"use client";

import { useParams } from "next/navigation";
import { lazy, Suspense } from "react";

// What every visitor of a file loads stays small. Where this cannot be fetched, the page of the whole app takes over.
const BrokenFilePage = lazy(async () => ({
  default: (await import("@/components/payments/pay/broken-file-page")).BrokenFilePage,
}));

/** What people see when a file's page breaks off. They may have been paying. */
export default function FileErrorPage({ error }: { error: Error & { digest?: string } }) {
  const fileId = useParams<{ fileId: string }>()?.fileId ?? "";
  return (
    <Suspense>
      <BrokenFilePage fileId={fileId} digest={error.digest} />
    </Suspense>
  );
}
