"use client";

import { useCallback, useState } from "react";
import { useWords } from "#i18n";
import { NoAnswer, RequestProblem, wordsFor } from "@/components/http/request";
import type { DownloadSource } from "@/components/payments/download/download";
import { DownloadTrouble } from "@/components/payments/download/download-trouble";
import { useTicket } from "@/components/payments/download/use-ticket";
import { Button } from "@/components/ui/button";
import { Later } from "@/components/ui/later";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { Words } from "@/lib/i18n/words";
import { MediaView } from "./media-view";
import type { PdfFault } from "./open-pdf";
import { PictureView } from "./picture-view";
import { TextView } from "./text-view";
import type { Viewable, ViewKind } from "./view-kind";

type ViewerProps = { source: DownloadSource; version: Viewable; kind: ViewKind };

/** pdf.js is loaded only by visitors who open a PDF. */
async function loadPdf() {
  return { Part: (await import("./pdf-view")).PdfView, messages: {} };
}

const faults = { "cannot-show": "cannotShow", password: "pdfPassword", broken: "pdfBroken", lost: "pdfLost" } as const;

/**
 * Shows a bought file on the page: pictures, sound and film by elements that only decode, text as text, a PDF as drawings
 * of its pages. Nothing of it ever becomes a document (docs/decisions/0506 and 0512).
 */
export function Viewer({ source, version, kind }: ViewerProps) {
  const t = useWords("viewer");
  const errors = useWords("errors");
  const { state, ask } = useTicket(source, version.number);
  const [fault, setFault] = useState<{ kind: PdfFault | "cannot-show"; error?: unknown } | null>(null);
  const lose = useCallback((kind: PdfFault | "cannot-show", error?: unknown) => setFault({ kind, error }), []);

  const fail = (error?: unknown) => lose("cannot-show", error);
  const again = () => {
    setFault(null);
    void ask();
  };
  if (state === null) {
    return (
      <p role="status" className="flex items-center gap-3 text-sm">
        <Spinner /> {t("loading")}
      </p>
    );
  }
  if ("trouble" in state) {
    return (
      <div className="space-y-2">
        <DownloadTrouble trouble={state.trouble} />
        <Again onClick={again} />
      </div>
    );
  }
  if (fault) {
    return (
      <Notice role="alert" tone="warn" title={faultWords(fault, t, errors)}>
        {fault.kind !== "password" && <Again onClick={again} />}
      </Notice>
    );
  }
  return (
    <section aria-label={t("region")}>
      {kind === "picture" && <PictureView url={state.url} name={version.name} onAgain={again} onError={() => fail()} />}
      {(kind === "audio" || kind === "video") && (
        <MediaView
          {...{ kind, url: state.url, asked: state.asked, name: version.name }}
          onEnded={ask}
          onError={() => fail()}
        />
      )}
      {kind === "text" && <TextView url={state.url} size={version.size} onError={fail} />}
      {kind === "pdf" && (
        <Later
          load={loadPdf}
          of={{ url: state.url, source, version, onFault: lose }}
          failed={(tryAgain) => (
            <Notice role="alert" tone="warn" title={t("pdfLost")}>
              <Again onClick={tryAgain} />
            </Notice>
          )}
        />
      )}
    </section>
  );
}

/** What happened to the bytes, if that is known; else what could not be shown. */
function faultWords(
  { kind, error }: { kind: PdfFault | "cannot-show"; error?: unknown },
  t: Words<"viewer">,
  errors: Words<"errors">,
): string {
  const isKnown = error instanceof RequestProblem || (error instanceof NoAnswer && error.stalled);
  if (isKnown) return wordsFor(error, errors);
  return t(error instanceof NoAnswer ? "pdfLost" : faults[kind]);
}

function Again({ onClick }: { onClick: () => void }) {
  const t = useWords("viewer");
  return (
    <Button size="sm" look="secondary" onClick={onClick}>
      {t("tryAgain")}
    </Button>
  );
}
