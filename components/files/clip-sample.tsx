import { useWords } from "#i18n";
import type { Sample } from "@/lib/previews/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import { sampleWords } from "./sample-words";

/** A part of a film, played by the browser; nothing of it is loaded before that. */
export function ClipSample({ file, sample }: { file: FileInfo; sample: Sample }) {
  const t = useWords("shown");
  const { pathname, search } = new URL(sample.url);
  const poster =
    file.previews.find(({ kind }) => kind === "poster") ?? file.previews.find(({ kind }) => kind === "cover");
  const size = sizeOf(file) ?? { width: 16, height: 9 };
  return (
    <figure className="space-y-1.5">
      {/* biome-ignore lint/a11y/useMediaCaption: nobody wrote captions for what is sold */}
      <video
        src={pathname + search}
        aria-label={t("playClip", { title: file.title })}
        poster={poster && pathOf(poster.url)}
        width={size.width}
        height={size.height}
        controls
        playsInline
        preload="none"
        className="h-auto max-h-[min(18rem,45dvh)] w-full rounded-lg border border-line bg-sunken object-contain wide:max-h-[27rem]"
      />
      <figcaption className="text-xs text-ink-soft">{sampleWords(sample, file.facts, t)}</figcaption>
    </figure>
  );
}

/** Pixels of the film, whose shape the clip has. */
function sizeOf({ facts }: FileInfo): { width: number; height: number } | null {
  if (facts?.kind !== "film" || facts.width === null || facts.height === null) return null;
  return { width: facts.width, height: facts.height };
}

function pathOf(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
