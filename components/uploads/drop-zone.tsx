"use client";

import { Upload } from "lucide-react";
import { type DragEvent, useId, useRef, useState } from "react";
import { classNames } from "../ui/class-names";
import { formatBytes, formatLimit } from "../ui/format";
import { Notice } from "../ui/notice";

type Props = {
  /** Bytes. */
  maxFileSize: number;
  onFile: (file: File) => void;
  /** What is asked for: "Drop a file here". */
  title: string;
};

/** Takes one file: dropped, chosen by click, or by keyboard. Says at once what the server would refuse. */
export function DropZone({ maxFileSize, onFile, title }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const hintId = useId();

  function take(files: FileList | null | undefined) {
    setOver(false);
    const [file] = files ?? [];
    if (!file) return;
    const words = refusal(file, files?.length ?? 0, maxFileSize);
    setProblem(words);
    if (!words) onFile(file);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    take(event.dataTransfer.files);
  }

  return (
    <div className="space-y-3">
      <label
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={classNames(
          "flex min-h-56 cursor-pointer flex-col items-center justify-center gap-3 rounded-lg border-2 border-dashed p-6 text-center transition-colors",
          "has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
          over
            ? "border-accent bg-accent-soft"
            : "border-line-strong bg-surface hover:border-accent hover:bg-accent-soft",
        )}
      >
        <span className="grid size-14 place-items-center rounded-full bg-accent text-on-accent">
          <Upload aria-hidden="true" className="size-7" />
        </span>
        <span className="text-lg font-semibold">{title}</span>
        <span className="text-sm text-ink-soft" id={hintId}>
          or press to choose one, up to {formatLimit(maxFileSize)}
        </span>
        <input
          ref={input}
          type="file"
          aria-describedby={hintId}
          className="sr-only"
          onChange={(event) => {
            take(event.target.files);
            // The same file may be chosen again after a refusal.
            event.target.value = "";
          }}
        />
      </label>
      {problem && <Notice role="alert" tone="bad" title={problem} />}
    </div>
  );
}

function refusal(file: File, count: number, maxFileSize: number): string | null {
  if (count > 1) return "One file at a time. Put several into an archive first.";
  if (file.size === 0) return `“${file.name}” is empty, or a folder. Choose a file with something in it.`;
  if (file.size > maxFileSize) {
    return `“${file.name}” is ${formatBytes(file.size)}. This server takes files up to ${formatLimit(maxFileSize)}. Nothing was sent.`;
  }
  return null;
}
