"use client";

import { useState } from "react";
import { useWords } from "#i18n";
import type { DownloadSource } from "@/components/payments/download/download";
import { DownloadTrouble } from "@/components/payments/download/download-trouble";
import { useTicket } from "@/components/payments/download/use-ticket";
import { Button } from "@/components/ui/button";
import { Later } from "@/components/ui/later";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { MediaView } from "./media-view";
import type { PdfFault } from "./open-pdf";
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
  const { state, ask } = useTicket(source, version.number);
  const [fault, setFault] = useState<PdfFault | "cannot-show" | null>(null);

  const fail = () => setFault("cannot-show");
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
      <Notice role="alert" tone="warn" title={t(faults[fault])}>
        {fault !== "password" && <Again onClick={again} />}
      </Notice>
    );
  }
  return (
    <section aria-label={t("region")}>
      {kind === "picture" && <Picture url={state.url} name={version.name} onError={fail} />}
      {(kind === "audio" || kind === "video") && (
        <MediaView {...{ kind, url: state.url, asked: state.asked, name: version.name }} onEnded={ask} onError={fail} />
      )}
      {kind === "text" && <TextView url={state.url} size={version.size} onError={fail} />}
      {kind === "pdf" && (
        <Later
          load={loadPdf}
          of={{ url: state.url, source, version, onFault: setFault }}
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

function Again({ onClick }: { onClick: () => void }) {
  const t = useWords("viewer");
  return (
    <Button size="sm" look="secondary" onClick={onClick}>
      {t("tryAgain")}
    </Button>
  );
}

function Picture({ url, name, onError }: { url: string; name: string; onError: () => void }) {
  return (
    // biome-ignore lint/performance/noImgElement: the server has no other size of it, and must not send one
    <img
      src={url}
      alt={name}
      // By CORS: downloads may have their own origin, and other pages may not read their responses without it.
      crossOrigin="anonymous"
      referrerPolicy="no-referrer"
      onError={onError}
      className="max-h-[80vh] w-full rounded-md bg-sunken object-contain"
    />
  );
}
