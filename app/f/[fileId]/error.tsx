"use client";

import { useParams } from "next/navigation";
import { AfterErrorLater } from "@/components/payments/after-error-later";
import { BrokenPage } from "@/components/ui/broken-page";

/** What people see when a file's page breaks off. They may have been paying: the server is asked before anything is said. */
export default function FileErrorPage({ error }: { error: Error & { digest?: string } }) {
  const fileId = useParams<{ fileId: string }>()?.fileId ?? "";
  return (
    <BrokenPage digest={error.digest}>
      <AfterErrorLater fileId={fileId} />
    </BrokenPage>
  );
}
