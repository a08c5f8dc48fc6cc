"use client";

import { Film } from "lucide-react";
import { useRef, useState } from "react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import type { OwnFile } from "@/lib/products/files/schema";
import { PosterMoment } from "./poster-moment";
import { sendPoster } from "./send";

type Props = {
  file: OwnFile;
  /** The film on this device; null if it has to be chosen. */
  local: File | null;
  onChange(file: OwnFile): void;
};

/** The poster of a film, taken from the film on this device at a moment that the seller chooses. */
export function PosterField({ file, local, onChange }: Props) {
  const t = useWords("chosen");
  const errors = useWords("errors");
  const input = useRef<HTMLInputElement>(null);
  /** With the version that is current now: a poster is for the one that it was taken from. */
  const [film, setFilm] = useState<{ file: File; version: number } | null>(null);
  const [state, setState] = useState<{ busy?: boolean; said?: string; wrong?: string }>({});

  async function send(picture: Blob) {
    setState({ busy: true });
    try {
      onChange(await sendPoster(file.id, film?.version ?? file.version, picture));
      setState({ said: t("posterSaved") });
      setFilm(null);
    } catch (error) {
      setState({ wrong: wordsFor(error, errors) });
    }
  }

  return (
    <div className="space-y-2 text-sm">
      <input
        ref={input}
        type="file"
        accept="video/*,.mkv"
        aria-label={t("filmFor", { title: file.title })}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          setState({});
          const [chosen] = target.files ?? [];
          if (chosen) setFilm({ file: chosen, version: file.version });
          target.value = "";
        }}
      />
      {film === null ? (
        <Button
          look="secondary"
          size="sm"
          onClick={() => {
            setState({});
            if (local) setFilm({ file: local, version: file.version });
            else input.current?.click();
          }}
        >
          <Film aria-hidden="true" className="size-4" />
          {t("takePoster")}
        </Button>
      ) : (
        <PosterMoment
          film={film.file}
          busy={state.busy ?? false}
          onTake={(picture) => void send(picture)}
          onCancel={() => setFilm(null)}
          onFailed={() => {
            setFilm(null);
            setState({ wrong: t("filmNotPlayed") });
          }}
        />
      )}
      <p role="status" className="text-ink-soft empty:hidden">
        {state.said}
      </p>
      {state.wrong && (
        <p role="alert" className="text-bad-ink">
          {state.wrong}
        </p>
      )}
    </div>
  );
}
