"use client";

import { Download } from "lucide-react";
import { type MouseEvent, useState } from "react";
import { ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";
import { Spinner } from "../ui/spinner";
import { type DownloadTrouble, downloadAgain } from "./download";

type Props = {
  fileId: string;
  /** One of the versions that may be downloaded; the newest when nothing is said. */
  version?: number;
  label?: string;
  /** True beside another download that is the usual one. */
  quiet?: boolean;
};

/**
 * Downloads a file that this browser may have. A plain link, so that it works without script; with it, a refusal is
 * told in words on this page.
 */
export function DownloadButton({ fileId, version, label = "Download", quiet = false }: Props) {
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<DownloadTrouble | null>(null);

  async function press(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setTrouble(await downloadAgain(fileId, version));
    setBusy(false);
  }

  return (
    <>
      <ButtonLink
        href={`/api/files/${fileId}${version === undefined ? "" : `?version=${version}`}`}
        download
        onClick={press}
        {...(quiet ? { look: "secondary", size: "sm" } : { size: "lg", wide: true })}
      >
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
