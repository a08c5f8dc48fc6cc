"use client";

import { useState } from "react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { formatLimit } from "@/components/ui/format";
import { COVER_MAX_BYTES } from "@/lib/previews/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import { CoverPicker } from "./cover-picker";
import { sendCover } from "./send-cover";

type Props = {
  file: OwnFile;
  /** A cover that was chosen before is on its way. */
  sending?: boolean;
  /** Why it could not be set. */
  trouble?: unknown;
  terse?: boolean;
  onChange(file: OwnFile): void;
};

/** The cover of an existing file. Never needed for a sale. */
export function CoverField({ file, sending = false, trouble, terse, onChange }: Props) {
  const t = useWords("previews");
  const errors = useWords("errors");
  const limit = formatLimit(COVER_MAX_BYTES, useWords("ui"));
  const [state, setState] = useState<{ busy?: boolean; done?: string; wrong?: string }>({});
  const busy = sending || state.busy;
  const before = trouble === undefined ? undefined : wordsFor(trouble, errors);

  const send = async (picture: File | null) => {
    if (picture && picture.size > COVER_MAX_BYTES) return setState({ wrong: t("tooLarge", { limit }) });
    setState({ busy: true });
    try {
      onChange(await sendCover(file.id, picture));
      setState({ done: t(picture ? "saved" : "removed") });
    } catch (error) {
      setState({ wrong: wordsFor(error, errors) });
    }
  };

  return (
    <CoverPicker
      title={file.title}
      src={addressOf(file)}
      chosen={file.preview?.kind === "cover"}
      busy={busy}
      said={busy ? t("saving") : state.done}
      wrong={state.wrong ?? (busy ? undefined : before)}
      terse={terse}
      onPick={(picture) => void send(picture)}
    />
  );
}

function addressOf({ preview }: OwnFile): string | null {
  if (!preview) return null;
  const { pathname, search } = new URL(preview.url);
  return pathname + search;
}
