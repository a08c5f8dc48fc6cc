"use client";

import { useEffect, useState } from "react";
import { useWords } from "#i18n";
import { readBytes } from "@/components/http/read-bytes";
import { NoAnswer } from "@/components/http/request";
import { formatBytes } from "@/components/ui/format";
import { Spinner } from "@/components/ui/spinner";

/** The page shows only the beginning of a long text (bytes). */
const TEXT_SHOWN = 256 * 1024;

type Props = {
  url: string;
  /** Bytes. */
  size: number;
  onError: (error: unknown) => void;
};

/** Shows the beginning of a text as text: whatever its content, no browser parses it as a page. */
export function TextView({ url, size, onError }: Props) {
  const t = useWords("viewer");
  const ui = useWords("ui");
  const [text, setText] = useState<string | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each address
  useEffect(() => {
    const stop = new AbortController();
    readStart(url, stop.signal).then(setText, (error: unknown) => {
      if (!stop.signal.aborted) onError(error);
    });
    return () => stop.abort();
  }, [url]);

  if (text === null) {
    return (
      <p role="status" className="flex items-center gap-3 text-sm">
        <Spinner /> {t("loading")}
      </p>
    );
  }
  const shown = formatBytes(Math.min(size, TEXT_SHOWN), ui);
  return (
    <div className="space-y-2">
      <pre
        dir="auto"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to do so by keyboard
        tabIndex={0}
        className="max-h-[60vh] overflow-auto rounded-md bg-sunken p-3 text-sm break-words whitespace-pre-wrap"
      >
        {text}
      </pre>
      {size > TEXT_SHOWN && (
        <p className="text-sm text-ink-soft">{t("onlyStart", { shown, size: formatBytes(size, ui) })}</p>
      )}
    </div>
  );
}

/** A connection that broke or stopped is tried again with the same URL: the beginning is short. */
async function readStart(url: string, signal: AbortSignal): Promise<string> {
  const part = { begin: 0, end: TEXT_SHOWN };
  const read = () => readBytes(url, part, signal);
  const { bytes } = await read().catch((error: unknown) => {
    if (signal.aborted || !(error instanceof NoAnswer)) throw error;
    return read();
  });
  return decode(bytes);
}

function decode(bytes: Uint8Array): string {
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  const encoding = mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8";
  // As a stream: the beginning may end inside a character.
  return new TextDecoder(encoding).decode(bytes, { stream: true });
}
