"use client";

import { Download } from "lucide-react";
import { type MouseEvent, useState } from "react";
import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { downloadAgain, type DownloadTrouble as Trouble } from "./download";
import { DownloadTrouble } from "./download-trouble";

type Props = {
  fileId: string;
  /** In My purchases: its payment, since this browser may not have access to the file by itself. */
  paymentId?: string;
  /** One of the versions that may be downloaded; the newest by default. */
  version?: number;
  /** Of a bundle: one of its files alone, by its id. */
  member?: string;
  /** Its label, if it is not just "Download". */
  label?: string;
  /** Its name for screen readers, if there are several on a page. */
  name?: string;
  /** True beside another, primary download. */
  quiet?: boolean;
  /** True in a list: not as wide as the page. */
  small?: boolean;
};

/**
 * Downloads a file that this browser may have. A plain link, so that it works without script; with script, errors are
 * shown on this page. Its page provides the words `access` and `errors`.
 */
export function DownloadButton({
  fileId,
  paymentId,
  version,
  member,
  label,
  name,
  quiet = false,
  small = quiet,
}: Props) {
  const t = useWords("access");
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  async function press(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setTrouble(await downloadAgain({ fileId, paymentId, member }, version));
    setBusy(false);
  }

  const style = small ? ({ size: "sm" } as const) : ({ size: "lg", wide: true } as const);
  const asked = Object.entries({ version, member }).flatMap(([key, value]) =>
    value === undefined ? [] : `${key}=${value}`,
  );
  const href = `/api/files/${fileId}${asked.length === 0 ? "" : `?${asked.join("&")}`}`;
  return (
    <>
      <ButtonLink
        href={paymentId === undefined ? href : `/f/${fileId}`}
        download={paymentId === undefined}
        onClick={press}
        aria-label={name}
        look={quiet ? "secondary" : "primary"}
        {...style}
      >
        {busy ? <Spinner /> : <Download aria-hidden="true" className={small ? "size-4" : "size-5"} />}
        {label ?? t("download")}
      </ButtonLink>
      {trouble && <DownloadTrouble trouble={trouble} />}
    </>
  );
}
