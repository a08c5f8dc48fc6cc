"use client";

import { ImagePlus, Trash2 } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useWords } from "#i18n";
import type { OwnFile } from "@/lib/files/schema";
import { COVER_MAX_BYTES, PICTURE_TYPES } from "@/lib/previews/schema";
import { NoAnswer, RequestProblem, readProblem, wordsFor } from "../http/request";
import { Button } from "../ui/button";
import { formatLimit } from "../ui/format";

type Props = { file: OwnFile; onChange(file: OwnFile): void };

/** The picture that the seller shows with a file: seen, chosen, changed and taken away. Never needed for a sale. */
export function CoverField({ file, onChange }: Props) {
  const t = useWords("previews");
  const errors = useWords("errors");
  const limit = formatLimit(COVER_MAX_BYTES, useWords("ui"));
  const help = useId();
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<{ busy?: boolean; done?: string; wrong?: string }>({});
  const shown = file.preview?.kind === "cover";

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
    <div className="space-y-2 text-sm">
      <div className="flex flex-wrap items-center gap-2">
        <Thumbnail file={file} />
        <input
          ref={input}
          type="file"
          accept={PICTURE_TYPES.join(",")}
          aria-label={t("coverOf", { title: file.title })}
          aria-describedby={help}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            const [picture] = event.target.files ?? [];
            // The same picture may be chosen again.
            event.target.value = "";
            if (picture) void send(picture);
          }}
        />
        <Button look="secondary" size="sm" busy={state.busy} onClick={() => input.current?.click()}>
          <ImagePlus aria-hidden="true" className="size-4" />
          {t(shown ? "change" : "choose")}
        </Button>
        {shown && (
          <Button look="quiet" size="sm" disabled={state.busy} onClick={() => void send(null)}>
            <Trash2 aria-hidden="true" className="size-4" />
            {t("remove")}
          </Button>
        )}
      </div>
      <p id={help} className="text-xs text-ink-soft">
        {t("coverHelp", { limit })}
      </p>
      <p role="status" className="text-ink-soft empty:hidden">
        {state.busy ? t("saving") : state.done}
      </p>
      {state.wrong && (
        <p role="alert" className="text-bad-ink">
          {state.wrong}
        </p>
      )}
    </div>
  );
}

function Thumbnail({ file: { preview } }: { file: OwnFile }) {
  if (!preview) return null;
  const { pathname, search } = new URL(preview.url);
  return (
    <span className="size-12 shrink-0 overflow-hidden rounded-sm bg-sunken">
      {/* biome-ignore lint/performance/noImgElement: small already, and Next would only stand between */}
      <img src={pathname + search} alt="" width={48} height={48} className="size-12 object-cover" />
    </span>
  );
}

/** @param picture null takes the cover away */
async function sendCover(fileId: string, picture: File | null): Promise<OwnFile> {
  const url = `/api/files/${fileId}/cover`;
  const request = picture
    ? { method: "PUT", body: picture, headers: { "Content-Type": picture.type || "image/jpeg" } }
    : { method: "DELETE" };
  const response = await fetch(url, request).catch((cause: unknown) => {
    throw new NoAnswer(cause);
  });
  if (!response.ok) throw new RequestProblem(await readProblem(response));
  return response.json() as Promise<OwnFile>;
}
