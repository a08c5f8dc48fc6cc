"use client";

import { useWords } from "#i18n";
import { NoAnswer, RequestProblem, wordsFor } from "@/components/http/request";
import type { DownloadSource } from "@/components/payments/download/download";
import { DownloadButton } from "@/components/payments/download/download-button";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Words } from "@/lib/i18n/words";
import { limitsOf } from "@/lib/media-codecs";
import type { Viewable } from "./view-kind";

/** Why a file is not shown. `lost`: its bytes, or the part of the page that shows them, could not be loaded. */
export type ViewFault = "cannot-show" | "password" | "broken" | "lost";

const words = { "cannot-show": "cannotShow", password: "pdfPassword", broken: "pdfBroken", lost: "lost" } as const;
/** The same bytes would fail again. */
const final: readonly ViewFault[] = ["password"];

/** `error`: what happened to the bytes, if that is known. */
export type Failure = { fault: ViewFault; error?: unknown };
export type OnFault = (fault: ViewFault, error?: unknown) => void;

type Props = Failure & { source: DownloadSource; version: Viewable; onAgain: () => void };

/** Says why a file is not shown; its download is beside it, whatever happened. */
export function FaultNotice({ fault, error, source, version, onAgain }: Props) {
  const t = useWords("viewer");
  const errors = useWords("errors");
  return (
    <Notice role="alert" tone="warn" title={wordsOf({ fault, error }, version, t, errors)}>
      <div className="flex flex-wrap gap-2">
        <DownloadButton {...source} version={version.number} label={t("downloadIt")} quiet />
        {!final.includes(fault) && <Again onClick={onAgain} />}
      </div>
    </Notice>
  );
}

function wordsOf({ fault, error }: Failure, version: Viewable, t: Words<"viewer">, errors: Words<"errors">): string {
  if (error instanceof RequestProblem || (error instanceof NoAnswer && error.stalled)) return wordsFor(error, errors);
  if (error instanceof NoAnswer) return t("lost");
  const what = fault === "cannot-show" ? limitsOf(version.mediaType, version.codecs)?.what : null;
  return what ? t("cannotPlay", { what: what.join(", ") }) : t(words[fault]);
}

export function Again({ onClick }: { onClick: () => void }) {
  const t = useWords("viewer");
  return (
    <Button size="sm" look="secondary" onClick={onClick}>
      {t("tryAgain")}
    </Button>
  );
}
