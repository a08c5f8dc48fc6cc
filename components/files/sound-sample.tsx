import { useWords } from "#i18n";
import type { Sample } from "@/lib/previews/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import { type SampleStart, sampleWords, wholeSeconds } from "./sample-words";
import { WaveForm } from "./wave-form";

type Props = { file: FileInfo; sample: Sample } & SampleStart;

/** A part of a sound, played by the browser, below the form of the whole; nothing of it is loaded before that. */
export function SoundSample({ file, sample, sampleFrom }: Props) {
  const t = useWords("shown");
  const { pathname, search } = new URL(sample.url);
  return (
    <figure className="space-y-3 rounded-lg border border-line bg-surface p-4 sm:p-5">
      {sample.wave.length > 0 && (
        <WaveForm
          wave={sample.wave}
          label={t("wave", { title: file.title })}
          played={playedPart(sample, wholeSeconds(file.facts), sampleFrom)}
        />
      )}
      {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote captions for what is sold */}
      <audio
        src={pathname + search}
        aria-label={t("playSound", { title: file.title })}
        controls
        preload="none"
        className="w-full"
      />
      <figcaption className="text-xs text-ink-soft">{sampleWords(sample, file.facts, t)}</figcaption>
    </figure>
  );
}

/** Which part of the whole plays, from 0 to 1; null if that is not known. */
export function playedPart(
  { seconds }: Pick<Sample, "seconds">,
  whole: number,
  from: number | null,
): { from: number; to: number } | null {
  if (whole <= 0) return null;
  if (seconds >= whole) return { from: 0, to: 1 };
  if (from === null) return null;
  const start = Math.min(from, whole - seconds) / whole;
  return { from: start, to: start + seconds / whole };
}
