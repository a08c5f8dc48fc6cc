"use client";

import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useWords } from "#i18n";
import { DRAFT_MISSING, SHOW_DRAFT } from "@/components/files/preview-messages";
import { requestJson } from "@/components/http/request";
import type { Draft } from "@/lib/products/files/schema";

/** After this time without a key (ms) the page is shown again. */
const PAUSE = 350;

type Props = {
  fileId: string;
  title: string;
  /** What is typed and not saved. */
  draft: Omit<Draft, "id">;
  /** Changes with whatever else the page shows. */
  saved: string;
};

/** The buyer's page beside the form, rendered by the server as it would be with what is typed. */
export function LivePreview({ fileId, title, draft, saved }: Props) {
  const t = useWords("editing");
  const [draftId] = useState(() => crypto.randomUUID());
  const [isThere, setThere] = useState(false);
  const [isBehind, setBehind] = useState(false);
  const frame = useRef<HTMLIFrameElement>(null);
  const text = JSON.stringify(draft);

  const send = useEffectEvent(async (signal?: AbortSignal) => {
    try {
      const body: Draft = { ...draft, id: draftId };
      await requestJson(`/api/files/${encodeURIComponent(fileId)}/draft`, { method: "PUT", body, signal });
      setBehind(false);
      setThere(true);
      frame.current?.contentWindow?.postMessage(SHOW_DRAFT, location.origin);
    } catch {
      if (!signal?.aborted) setBehind(true);
    }
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever what is shown has changed
  useEffect(() => {
    const leaving = new AbortController();
    const timer = setTimeout(() => void send(leaving.signal), PAUSE);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [text, saved]);

  useEffect(() => {
    const hear = ({ origin, source, data }: MessageEvent) => {
      const isFrames = origin === location.origin && source === frame.current?.contentWindow;
      if (isFrames && data === DRAFT_MISSING) void send();
    };
    window.addEventListener("message", hear);
    return () => window.removeEventListener("message", hear);
  }, []);

  return (
    <div className="flex h-full flex-col gap-2">
      <p role="status" className="text-xs text-ink-soft">
        {t(isBehind ? "previewBehind" : "previewNote")}
      </p>
      {isThere && (
        <iframe
          ref={frame}
          title={t("previewOf", { title })}
          src={`/f/${encodeURIComponent(fileId)}/preview?draft=${draftId}`}
          className="min-h-0 w-full flex-1 rounded-lg border border-line bg-paper"
        />
      )}
    </div>
  );
}
