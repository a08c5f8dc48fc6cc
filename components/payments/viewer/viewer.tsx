"use client";

import { useCallback, useState } from "react";
import { useWords } from "#i18n";
import type { DownloadSource } from "@/components/payments/download/download";
import { DownloadTrouble } from "@/components/payments/download/download-trouble";
import { useTicket } from "@/components/payments/download/use-ticket";
import { Later } from "@/components/ui/later";
import { Again, type Failure, FaultNotice, type OnFault } from "./fault-notice";
import { inTime } from "./in-time";
import { MediaView } from "./media-view";
import { Opening } from "./opening";
import { PictureView } from "./picture-view";
import type { Viewable, ViewKind } from "./view-kind";

type ViewerProps = { source: DownloadSource; version: Viewable; kind: ViewKind };

/** pdf.js is loaded only by visitors who open a PDF, and the detection of encodings by those who open a text. */
async function loadPdf() {
  return { Part: (await inTime(import("./pdf-view"))).PdfView, messages: {} };
}
async function loadText() {
  return { Part: (await inTime(import("./text-view"))).TextView, messages: {} };
}

/**
 * Shows a bought file on the page: pictures, sound and film by elements that only decode, text as text, a PDF as drawings
 * of its pages. Nothing of it ever becomes a document (docs/decisions/0506 and 0512). What cannot be shown says so, with
 * the download beside it (0530).
 */
export function Viewer({ source, version, kind }: ViewerProps) {
  const t = useWords("viewer");
  const { state, ask } = useTicket(source, version.number);
  const [fault, setFault] = useState<Failure | null>(null);
  const lose: OnFault = useCallback((why, error) => setFault({ fault: why, error }), []);
  const [attempt, setAttempt] = useState(1);

  const again = () => {
    setFault(null);
    setAttempt(attempt + 1);
    void ask();
  };
  if (state === null) return <Opening onAgain={again} />;
  if ("trouble" in state) {
    return (
      <div className="space-y-2">
        <DownloadTrouble trouble={state.trouble} />
        <Again onClick={again} />
      </div>
    );
  }
  if (fault) return <FaultNotice {...fault} {...{ source, version }} onAgain={again} />;
  const { url, asked } = state;
  const failed = () => <FaultNotice {...{ source, version }} fault="lost" onAgain={again} />;
  return (
    <section key={attempt} aria-label={t("region")}>
      {kind === "picture" && <PictureView {...{ url, name: version.name }} onFault={lose} onAgain={again} />}
      {(kind === "audio" || kind === "video") && (
        <MediaView {...{ kind, url, asked, version }} onEnded={ask} onFault={lose} />
      )}
      {kind === "text" && (
        <Later load={loadText} of={{ url, size: version.size, onFault: lose, onAgain: again }} failed={failed} />
      )}
      {kind === "pdf" && (
        <Later load={loadPdf} of={{ url, source, version, onFault: lose, onAgain: again }} failed={failed} />
      )}
    </section>
  );
}
