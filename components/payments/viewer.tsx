"use client";

import { useState } from "react";
import { useWords } from "#i18n";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Spinner } from "../ui/spinner";
import type { DownloadSource } from "./download";
import { DownloadTrouble } from "./download-trouble";
import { MediaView } from "./media-view";
import { TextView } from "./text-view";
import { useTicket } from "./use-ticket";
import type { Viewable, ViewKind } from "./view-kind";

export type ViewerProps = { source: DownloadSource; version: Viewable; kind: ViewKind };

/**
 * Shows a bought file on the page: pictures, sound and film by elements that only decode, text as text. Nothing of it
 * ever becomes a document (docs/decisions/0506).
 */
export function Viewer({ source, version, kind }: ViewerProps) {
  const t = useWords("viewer");
  const { state, ask } = useTicket(source, version.number);
  const [broken, setBroken] = useState(false);

  const fail = () => setBroken(true);
  const again = () => {
    setBroken(false);
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
  if (broken) {
    return (
      <Notice role="alert" tone="warn" title={t("cannotShow")}>
        <Again onClick={again} />
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
      // By CORS: downloads may have an origin of their own, and their answers are for no page that does not say so.
      crossOrigin="anonymous"
      referrerPolicy="no-referrer"
      onError={onError}
      className="max-h-[80vh] w-full rounded-md bg-sunken object-contain"
    />
  );
}
