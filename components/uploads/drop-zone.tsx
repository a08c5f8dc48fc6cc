"use client";

import { Upload } from "lucide-react";
import { type ReactNode, useId, useRef, useState } from "react";
import { useWords } from "#i18n";
import { classNames } from "@/components/ui/class-names";
import { formatBytes, formatLimit } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { usePageDrop } from "@/components/ui/page-drop";
import type { Words } from "@/lib/i18n/words";

type Props = {
  /** Bytes, of each file. */
  maxFileSize: number;
  /** The prompt: "Drop a file here". */
  title: ReactNode;
  /** Smaller, if it is not the page's main purpose. */
  small?: boolean;
} & ({ onFile: (file: File) => void; onFiles?: never } | { onFiles: (files: File[]) => void; onFile?: never });

/** Takes one or several files: dropped anywhere on the page, chosen by click, or by keyboard. Immediately reports what the server would reject. */
export function DropZone({ maxFileSize, onFile, onFiles, title, small = false }: Props) {
  const t = useWords("uploads");
  const ui = useWords("ui");
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [problems, setProblems] = useState<string[]>([]);
  const hintId = useId();

  function take(files: readonly File[]) {
    if (files.length === 0) return;
    if (onFile && files.length > 1) return setProblems([t("oneAtATime")]);
    const refused = files.flatMap((file) => refusal(file, maxFileSize, t, ui) ?? []);
    const taken = files.filter((file) => refusal(file, maxFileSize, t, ui) === null);
    setProblems(refused);
    if (taken.length > 0 && onFiles) onFiles(taken);
    if (taken[0] && onFile) onFile(taken[0]);
  }

  usePageDrop({ take, over: setOver });

  return (
    <div className="space-y-3">
      <label
        className={classNames(
          "flex cursor-pointer items-center justify-center gap-3 rounded-lg border-2 border-dashed text-center transition-colors",
          small ? "min-h-16 p-4" : "min-h-56 flex-col p-6 wide:min-h-80",
          "has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent",
          over
            ? "border-accent bg-accent-soft"
            : "border-line-strong bg-surface hover:border-accent hover:bg-accent-soft",
        )}
      >
        <span
          className={classNames(
            "grid shrink-0 place-items-center rounded-full bg-accent text-on-accent",
            small ? "size-9" : "size-14",
          )}
        >
          <Upload aria-hidden="true" className={small ? "size-5" : "size-7"} />
        </span>
        <span className={small ? "font-semibold" : "text-lg font-semibold"}>{title}</span>
        <span className={small ? "sr-only" : "text-sm text-ink-soft"} id={hintId}>
          {t(onFiles ? "orChooseSeveral" : "orChooseOne", { size: formatLimit(maxFileSize, ui) })}
        </span>
        <input
          ref={input}
          type="file"
          multiple={Boolean(onFiles)}
          aria-describedby={hintId}
          className="sr-only"
          onChange={(event) => {
            take([...(event.target.files ?? [])]);
            // The same file may be chosen again after an error.
            event.target.value = "";
          }}
        />
      </label>
      {problems.map((problem) => (
        <Notice key={problem} role="alert" tone="bad" title={problem} />
      ))}
    </div>
  );
}

function refusal(file: File, maxFileSize: number, t: Words<"uploads">, ui: Words<"ui">): string | null {
  if (file.size === 0) return t("emptyFile", { name: file.name });
  if (file.size > maxFileSize) {
    const size = formatBytes(file.size, ui);
    return t("tooLarge", { name: file.name, size, limit: formatLimit(maxFileSize, ui) });
  }
  return null;
}
