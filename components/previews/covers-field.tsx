"use client";

import { useState } from "react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { formatLimit } from "@/components/ui/format";
import { onThisSite } from "@/components/ui/on-this-site";
import { COVER_MAX_BYTES } from "@/lib/previews/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import { moved } from "./covers-choice";
import { CoversRow } from "./covers-row";
import { orderCovers, removeCover, sendCover } from "./send";

type Props = {
  file: OwnFile;
  /** Covers that were chosen before are on their way. */
  sending?: boolean | undefined;
  /** Why they could not be set. */
  trouble?: unknown;
  onChange(file: OwnFile): void;
};

/** The covers of an existing file. Never needed for a sale. */
export function CoversField({ file, sending = false, trouble, onChange }: Props) {
  const t = useWords("previews");
  const errors = useWords("errors");
  const limit = formatLimit(COVER_MAX_BYTES, useWords("ui"));
  const [state, setState] = useState<{ busy?: boolean; done?: string; wrong?: string | undefined }>({});
  const busy = sending || (state.busy ?? false);
  const before = trouble === undefined ? undefined : wordsFor(trouble, errors);
  const hashes = file.covers.map(({ hash }) => hash);

  async function send(work: () => Promise<void>, done: string) {
    setState({ busy: true });
    try {
      await work();
      setState({ done });
    } catch (error) {
      setState({ wrong: wordsFor(error, errors) });
    }
  }

  async function add(chosen: File[]) {
    const fitting = chosen.filter(({ size }) => size <= COVER_MAX_BYTES);
    if (fitting.length === 0) return setState({ wrong: t("tooLarge", { limit }) });
    await send(async () => {
      for (const picture of fitting) onChange(await sendCover(file.id, picture));
    }, t("saved"));
    if (fitting.length < chosen.length) setState({ wrong: t("tooLarge", { limit }) });
  }

  return (
    <CoversRow
      title={file.title}
      covers={file.covers.map(({ hash, url }) => ({ key: hash, src: onThisSite(url) }))}
      busy={busy}
      said={busy ? t("saving") : state.done}
      wrong={state.wrong ?? (busy ? undefined : before)}
      onAdd={(pictures) => void add(pictures)}
      onRemove={(hash) => void send(async () => onChange(await removeCover(file.id, hash)), t("removed"))}
      onMove={(hash, by) =>
        void send(
          async () => onChange(await orderCovers(file.id, moved(hashes, hashes.indexOf(hash), by))),
          t("ordered"),
        )
      }
    />
  );
}
