"use client";

import { useEffect, useId, useMemo, useState } from "react";
import { useWords } from "#i18n";
import { readBytes } from "@/components/http/read-bytes";
import { NoAnswer } from "@/components/http/request";
import { formatBytes } from "@/components/ui/format";
import { detectEncoding } from "@/lib/text-encoding/detect-encoding";
import { decodeText, type Encoding, encodings, groupOf } from "@/lib/text-encoding/encodings";
import type { OnFault } from "./fault-notice";
import { Opening } from "./opening";

/** The page shows only the beginning of a long text (bytes). */
const TEXT_SHOWN = 256 * 1024;

type Props = {
  url: string;
  /** Bytes. */
  size: number;
  onFault: OnFault;
  onAgain: () => void;
};

/** Shows the beginning of a text as text: whatever its content, no browser parses it as a page. */
export function TextView({ url, size, onFault, onAgain }: Props) {
  const [bytes, setBytes] = useState<Uint8Array | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each address
  useEffect(() => {
    const stop = new AbortController();
    readStart(url, Math.min(size, TEXT_SHOWN), stop.signal).then(setBytes, (error: unknown) => {
      if (!stop.signal.aborted) onFault("lost", error);
    });
    return () => stop.abort();
  }, [url]);

  if (bytes === null) return <Opening onAgain={onAgain} />;
  return <Text bytes={bytes} size={size} />;
}

/** A connection that broke or stopped is tried again with the same URL: the beginning is short. */
async function readStart(url: string, end: number, signal: AbortSignal): Promise<Uint8Array> {
  const read = () => readBytes(url, { begin: 0, end }, signal);
  const { bytes } = await read().catch((error: unknown) => {
    if (signal.aborted || !(error instanceof NoAnswer)) throw error;
    return read();
  });
  return bytes;
}

function Text({ bytes, size }: { bytes: Uint8Array; size: number }) {
  const t = useWords("viewer");
  const ui = useWords("ui");
  const cut = bytes.length < size;
  const detected = useMemo(() => detectEncoding(bytes, cut), [bytes, cut]);
  const [chosen, setChosen] = useState<Encoding | null>(null);
  const text = useMemo(() => decodeText(bytes, chosen ?? detected, cut), [bytes, chosen, detected, cut]);
  return (
    <div className="space-y-2">
      <EncodingChoice {...{ detected, chosen, onChoose: setChosen }} />
      <pre
        dir="auto"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to do so by keyboard
        tabIndex={0}
        className="max-h-[60vh] overflow-auto rounded-md bg-sunken p-3 text-sm break-words whitespace-pre-wrap"
      >
        {text}
      </pre>
      {text.includes("\ufffd") && (
        <p role="status" className="text-sm">
          {t("encodingWrong")}
        </p>
      )}
      {cut && (
        <p className="text-sm text-ink-soft">
          {t("onlyStart", { shown: formatBytes(bytes.length, ui), size: formatBytes(size, ui) })}
        </p>
      )}
    </div>
  );
}

type ChoiceProps = { detected: Encoding; chosen: Encoding | null; onChoose: (encoding: Encoding | null) => void };

/** Says how the text is read. A guess may be wrong, so that readers can choose another. */
function EncodingChoice({ detected, chosen, onChoose }: ChoiceProps) {
  const t = useWords("viewer");
  const id = useId();
  const nameOf = (name: Encoding) => `${t(`encoding_${groupOf(name)}`)} (${name})`;
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm">
      <label htmlFor={id} className="text-ink-soft">
        {t("encoding")}
      </label>
      <select
        id={id}
        value={chosen ?? ""}
        onChange={({ target }) => onChoose(encodings.find(({ name }) => name === target.value)?.name ?? null)}
        className="min-h-11 max-w-full rounded-md border border-line-strong bg-surface px-3 py-2 text-base text-ink"
      >
        <option value="">{t("encodingDetected", { name: nameOf(detected) })}</option>
        {encodings.map(({ name }) => (
          <option key={name} value={name}>
            {nameOf(name)}
          </option>
        ))}
      </select>
    </p>
  );
}
