import { ImagePlus, Trash2 } from "lucide-react";
import { useRef } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { formatLimit } from "@/components/ui/format";
import { onThisSite } from "@/components/ui/on-this-site";
import { Portrait } from "@/components/ui/portrait";
import { COVER_MAX_BYTES, PICTURE_TYPES } from "@/lib/previews/schema";
import type { Profile } from "@/lib/sellers/schema";
import { removePicture, sendPicture } from "./send";
import { useWork } from "./use-work";
import { WorkEnd } from "./work-end";

type Props = { name: string | null; picture: string | null; onChange: (profile: Profile) => void };

/** The seller's picture: chosen, replaced, removed. */
export function PictureField({ name, picture, onChange }: Props) {
  const t = useWords("links");
  const limit = formatLimit(COVER_MAX_BYTES, useWords("ui"));
  const input = useRef<HTMLInputElement>(null);
  const { busy, error, done, run } = useWork();

  function send(chosen: File | undefined) {
    if (!chosen) return;
    void run(async () => onChange(await sendPicture(chosen)), t("pictureSaved"));
  }

  return (
    <div className="space-y-2">
      <p className="text-sm font-semibold">{t("picture")}</p>
      <div className="flex items-center gap-4">
        <Portrait name={name} picture={picture === null ? null : onThisSite(picture)} size={96} />
        <div className="flex flex-wrap gap-2">
          <input
            ref={input}
            type="file"
            accept={PICTURE_TYPES.join(",")}
            aria-label={t("picture")}
            hidden
            onChange={(event) => {
              send(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
          <Button look="secondary" size="sm" busy={busy} onClick={() => input.current?.click()}>
            <ImagePlus aria-hidden="true" className="size-4" />
            {t(picture === null ? "choosePicture" : "changePicture")}
          </Button>
          {picture !== null && (
            <Button
              look="quiet"
              size="sm"
              disabled={busy}
              onClick={() => void run(async () => onChange(await removePicture()), t("pictureRemoved"))}
            >
              <Trash2 aria-hidden="true" className="size-4" />
              {t("removePicture")}
            </Button>
          )}
        </div>
      </div>
      <p className="text-xs text-ink-soft">
        {t("pictureHint")} {t("pictureTooLarge", { limit })}
      </p>
      <WorkEnd {...{ error }} done={busy ? t("saving") : done} />
    </div>
  );
}
