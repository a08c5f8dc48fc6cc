import { Pause, Play, X } from "lucide-react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { FileIcon } from "@/components/ui/file-icon";
import { formatBytes, formatSpeed, formatTimeLeft } from "@/components/ui/format";
import { Progress } from "@/components/ui/progress";
import type { Words } from "@/lib/i18n/words";
import type { ResumableUpload, UploadState } from "./resumable-upload";
import { Stopped } from "./stopped";

type Shown = Exclude<UploadState, { step: "none" }>;

type Props = {
  state: Shown;
  upload: ResumableUpload;
  /** Signs in on this page, where that makes room for the upload. */
  onSignIn?: (() => void) | undefined;
};

/** The upload of a file: progress, speed, remaining time, and the buttons to stop it. */
export function UploadRow({ state, upload, onSignIn }: Props) {
  const t = useWords("uploads");
  const troubles = useWords("troubles");
  const ui = useWords("ui");
  const { file, step } = state;
  const sent = step === "done" ? file.size : state.sent;
  return (
    <div className="space-y-3">
      <div className="flex items-center gap-3">
        <span className="grid size-11 shrink-0 place-items-center rounded-md bg-accent-soft text-accent-ink">
          <FileIcon mediaType={file.type} className="size-6" />
        </span>
        <p className="min-w-0 flex-1 font-semibold wrap-anywhere">
          <bdi>{file.name}</bdi>
        </p>
        <Controls step={step} name={file.name} upload={upload} />
      </div>
      {step !== "done" && <Progress value={sent} max={file.size} label={t("uploadingName", { name: file.name })} />}
      <p className="flex flex-wrap justify-between gap-x-4 text-sm text-ink-soft tabular-nums">
        <span>
          {step === "done"
            ? formatBytes(sent, ui)
            : t("sentOf", { sent: formatBytes(sent, ui), size: formatBytes(file.size, ui) })}
        </span>
        <span>{words(state, { t, ui, troubles })}</span>
      </p>
      <p role="status" className="sr-only">
        {spoken(state, sent, { t, ui, troubles })}
      </p>
      {step === "uploading" && state.inSmallParts && <p className="text-sm text-ink-soft">{troubles("smallParts")}</p>}
      {step === "failed" && <Stopped {...{ problem: state.problem, sent: state.sent, upload, onSignIn }} />}
    </div>
  );
}

function Controls({ step, name, upload }: { step: Shown["step"]; name: string; upload: ResumableUpload }) {
  const running = step === "uploading" || step === "waiting" || step === "queued";
  const t = useWords("uploads");
  const label = (key: "pauseName" | "goOnName" | "removeName" | "cancelName") => (
    <span className="sr-only">{t.rich(key, { name: <bdi>{name}</bdi> })}</span>
  );
  return (
    <div className="flex shrink-0">
      {running && (
        <Button look="quiet" size="sm" onClick={() => upload.pause()} title={t("pause")}>
          <Pause aria-hidden="true" className="size-5" />
          {label("pauseName")}
        </Button>
      )}
      {step === "paused" && (
        <Button look="quiet" size="sm" onClick={() => upload.resume()} title={t("goOn")}>
          <Play aria-hidden="true" className="size-5" />
          {label("goOnName")}
        </Button>
      )}
      <Button look="quiet" size="sm" onClick={() => upload.cancel()} title={t("remove")}>
        <X aria-hidden="true" className="size-5" />
        {label(step === "done" ? "removeName" : "cancelName")}
      </Button>
    </div>
  );
}

type Said = { t: Words<"uploads">; ui: Words<"ui">; troubles: Words<"troubles"> };

function words(state: Shown, { t, ui, troubles }: Said): string {
  if (state.step === "waiting") {
    const { reason } = state;
    return reason.why === "asked"
      ? troubles("waiting_asked", { seconds: reason.seconds })
      : troubles(`waiting_${reason.why}`);
  }
  if (state.step !== "uploading") return t(`step_${state.step}`);
  if (state.still) return troubles(`still_${state.still}`);
  if (state.sent >= state.file.size) return t("checking");
  const parts = [
    state.speed === null ? t("starting") : formatSpeed(state.speed, ui),
    state.secondsLeft === null ? "" : formatTimeLeft(state.secondsLeft, ui),
  ];
  return parts.filter(Boolean).join(" · ");
}

/** Announced in quarters, so that a screen reader does not read every percent. */
function spoken(state: Shown, sent: number, said: Said): string {
  const { name, size } = state.file;
  const { t } = said;
  if (state.step === "uploading" && !state.still) {
    const quarters = Math.floor((sent * 4) / Math.max(1, size));
    return quarters === 0 ? t("spokenUploading", { name }) : t("spokenPercent", { percent: quarters * 25, name });
  }
  return t("spokenState", { name, state: words(state, said) });
}
