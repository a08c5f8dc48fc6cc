import { useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import { drawPicture, type OpenFilm, openFilm, seek } from "./take-poster";

type Props = {
  film: File;
  busy: boolean;
  onTake(picture: Blob): void;
  onCancel(): void;
  /** This browser does not play it. */
  onFailed(): void;
};

/** Chooses a moment of a film on this device. */
export function PosterMoment({ film, busy, onTake, onCancel, onFailed }: Props) {
  const t = useWords("chosen");
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<OpenFilm | null>(null);
  const [at, setAt] = useState(0);
  const failed = useEffectEvent(onFailed);

  useEffect(() => {
    let opened: OpenFilm | null = null;
    let isWanted = true;
    openFilm(film).then(
      async (found) => {
        if (!isWanted) return found.close();
        opened = found;
        found.video.className = "max-h-56 max-w-full rounded-sm bg-sunken";
        place.current?.replaceChildren(found.video);
        setAt(found.seconds / 10);
        setOpen(found);
        await seek(found.video, found.seconds / 10).catch(() => {});
      },
      () => isWanted && failed(),
    );
    return () => {
      isWanted = false;
      opened?.close();
    };
  }, [film]);

  async function take({ video }: OpenFilm) {
    try {
      await seek(video, at);
      onTake(await drawPicture(video));
    } catch {
      onFailed();
    }
  }

  return (
    <div className="space-y-2">
      <div ref={place} />
      {open ? (
        <>
          <label htmlFor={id} className="block font-semibold">
            {t("moment", { seconds: Math.round(at) })}
          </label>
          <input
            id={id}
            type="range"
            min={0}
            max={open.seconds}
            step={Math.max(0.04, open.seconds / 500)}
            value={at}
            className="w-full accent-accent"
            onChange={({ target }) => {
              setAt(Number(target.value));
              open.video.currentTime = Number(target.value);
            }}
          />
          <div className="flex flex-wrap gap-2">
            <Button size="sm" busy={busy} onClick={() => void take(open)}>
              {t("useMoment")}
            </Button>
            <Button size="sm" look="secondary" onClick={onCancel}>
              {t("cancel")}
            </Button>
          </div>
        </>
      ) : (
        <Spinner />
      )}
    </div>
  );
}
