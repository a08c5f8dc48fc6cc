"use client";

import { Download } from "lucide-react";
import { type MouseEvent, useState } from "react";
import { ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";
import { Spinner } from "../ui/spinner";
import { downloadAgain } from "./download";
import type { Trouble } from "./pay-machine";

/**
 * Downloads a file that this browser may have. A plain link, so that it works without script; with it, a refusal is
 * told in words on this page.
 */
export function DownloadButton({ fileId, label = "Download" }: { fileId: string; label?: string }) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  async function press(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setTrouble(await downloadAgain(fileId));
    setBusy(false);
  }

  return (
    <>
      <ButtonLink href={`/api/files/${fileId}`} download onClick={press} size="lg" wide>
        {busy ? <Spinner /> : <Download aria-hidden="true" className="size-5" />}
        {label}
      </ButtonLink>
      {trouble && (
        <Notice role="alert" tone="bad" title={trouble.title}>
          {trouble.detail && <p>{trouble.detail}</p>}
        </Notice>
      )}
    </>
  );
}
