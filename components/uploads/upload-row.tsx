import { File, FileArchive, FileAudio, FileImage, FileText, FileVideo, Pause, Play, X } from "lucide-react";
import { Button } from "../ui/button";
import { type FileKind, fileKind, formatBytes, formatSpeed, formatTimeLeft } from "../ui/format";
import { Notice } from "../ui/notice";
import { Progress } from "../ui/progress";
import type { FileUpload, UploadState } from "./file-upload";

const icons: Record<FileKind, typeof File> = {
  picture: FileImage,
  audio: FileAudio,
  video: FileVideo,
  text: FileText,
  archive: FileArchive,
  file: File,
};

type Shown = Exclude<UploadState, { step: "none" }>;

/** The file on its way: how far, how fast, how long still, and the means to stop it. */
export function UploadRow({ state, upload }: { state: Shown; upload: FileUpload }) {
  const { file, step } = state;
  const Icon = icons[fileKind(file.type)];
  const sent = step === "done" ? file.size : state.sent;
  return (
    <div className="space-y-3">
      <div className="flex items-center gap-3">
        <span className="grid size-11 shrink-0 place-items-center rounded-md bg-accent-soft text-accent-ink">
          <Icon aria-hidden="true" className="size-6" />
        </span>
        <p className="line-clamp-2 min-w-0 flex-1 font-semibold wrap-anywhere" title={file.name}>
          <bdi>{file.name}</bdi>
        </p>
        <Controls step={step} name={file.name} upload={upload} />
      </div>
      {step !== "done" && <Progress value={sent} max={file.size} label={`Uploading ${file.name}`} />}
      <p className="flex flex-wrap justify-between gap-x-4 text-sm text-ink-soft tabular-nums">
        <span>{step === "done" ? formatBytes(sent) : `${formatBytes(sent)} of ${formatBytes(file.size)}`}</span>
        <span>{words(state)}</span>
      </p>
      <p role="status" className="sr-only">
        {spoken(state, sent)}
      </p>
      {step === "failed" && (
        <Notice
          role="alert"
          tone={state.problem?.status === 401 ? "warn" : "bad"}
          title={state.problem?.title ?? "The upload stopped: the server could not be reached."}
        >
          {state.problem?.detail && <p>{state.problem.detail}</p>}
          {canTryAgain(state.problem) && (
            <Button size="sm" onClick={() => upload.resume()}>
              {sent > 0 ? "Go on" : "Try again"}
            </Button>
          )}
        </Notice>
      )}
    </div>
  );
}

/** Not where the answer would be the same: too large, or who it is has to be known first. */
function canTryAgain(problem: { code: string; status: number } | null): boolean {
  return problem === null || (problem.code !== "file_too_large" && problem.status !== 401 && problem.status !== 403);
}

function Controls({ step, name, upload }: { step: Shown["step"]; name: string; upload: FileUpload }) {
  const running = step === "uploading" || step === "waiting" || step === "queued";
  const label = (words: string) => (
    <span className="sr-only">
      {words} <bdi>{name}</bdi>
    </span>
  );
  return (
    <div className="flex shrink-0">
      {running && (
        <Button look="quiet" size="sm" onClick={() => upload.pause()} title="Pause">
          <Pause aria-hidden="true" className="size-5" />
          {label("Pause the upload of")}
        </Button>
      )}
      {step === "paused" && (
        <Button look="quiet" size="sm" onClick={() => upload.resume()} title="Go on">
          <Play aria-hidden="true" className="size-5 rtl:-scale-x-100" />
          {label("Go on with the upload of")}
        </Button>
      )}
      <Button look="quiet" size="sm" onClick={() => upload.cancel()} title="Remove">
        <X aria-hidden="true" className="size-5" />
        {label(step === "done" ? "Remove" : "Cancel the upload of")}
      </Button>
    </div>
  );
}

function words(state: Shown): string {
  switch (state.step) {
    case "uploading": {
      if (state.sent >= state.file.size) return "checking…";
      const parts = [
        state.speed === null ? "starting…" : formatSpeed(state.speed),
        state.secondsLeft === null ? "" : formatTimeLeft(state.secondsLeft),
      ];
      return parts.filter(Boolean).join(" · ");
    }
    case "queued":
      return "waits for its turn";
    case "waiting":
      return "no connection, trying again…";
    case "paused":
      return "paused";
    case "interrupted":
      return "interrupted";
    case "failed":
      return "stopped";
    case "done":
      return "uploaded";
  }
}

/** Spoken in quarters, so that a screen reader is not read every percent. */
function spoken(state: Shown, sent: number): string {
  const { name, size } = state.file;
  if (state.step === "uploading") {
    const quarters = Math.floor((sent * 4) / Math.max(1, size));
    return quarters === 0 ? `Uploading ${name}.` : `Uploaded ${quarters * 25} percent of ${name}.`;
  }
  return `${name}: ${words(state)}.`;
}
