import { useWords } from "#i18n";
import { FileIcon } from "@/components/ui/file-icon";
import type { PreviewKind } from "@/lib/previews/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import { ClipSample } from "./clip-sample";
import { FirstLines } from "./first-lines";
import { Gallery } from "./gallery";
import type { SampleStart } from "./sample-words";
import { SoundSample } from "./sound-sample";

/**
 * What the file shows: its pictures, what plays, the first lines. Plain HTML without script; space is reserved from the start, and
 * nothing waits for it. A note about how it is shown disappears when the page shows the purchase, even without a reload.
 */
export function FilePreview({ file, sampleFrom }: { file: FileInfo } & SampleStart) {
  const { previews, sample, excerpt } = file;
  const pictures = sample?.kind === "clip" ? previews.filter(({ kind }) => kind !== "poster") : previews;
  const isEmpty = previews.length === 0 && !sample && !excerpt.text;
  return (
    <>
      {sample?.kind === "clip" && <ClipSample file={file} sample={sample} />}
      {pictures.length > 0 && (
        <figure className="space-y-1.5">
          <Gallery title={file.title} previews={pictures} isFirst={sample?.kind !== "clip"} />
          <HowShown previews={pictures} />
        </figure>
      )}
      {sample?.kind === "sound" && <SoundSample file={file} sample={sample} sampleFrom={sampleFrom} />}
      {excerpt.text && <FirstLines text={excerpt.text} facts={file.facts} />}
      {isEmpty && <NoPreview mediaType={file.mediaType} />}
    </>
  );
}

const notes = {
  watermarked: "noteWatermarked",
  reduced: "noteReduced",
  cropped: "noteCropped",
  blurred: "noteBlurred",
} as const satisfies Partial<Record<PreviewKind, string>>;

/** A picture for sale is not shown as it is sold. */
function HowShown({ previews }: Pick<FileInfo, "previews">) {
  const t = useWords("shown");
  const key = previews.map(({ kind }) => notes[kind as keyof typeof notes]).find((note) => note !== undefined);
  if (!key) return null;
  return <figcaption className="text-xs text-ink-soft group-has-[[data-access]]/file:hidden">{t(key)}</figcaption>;
}

/** A sheet in place of a picture, so that the page does not look as if something is missing. */
function NoPreview({ mediaType }: { mediaType: string }) {
  return (
    <div aria-hidden="true" className="no-preview grid h-32 place-items-center rounded-lg border border-line wide:h-64">
      <span className="grid aspect-3/4 h-20 place-items-center rounded-md bg-surface text-accent-ink shadow-lift wide:h-40">
        <FileIcon mediaType={mediaType} className="size-9 wide:size-16" strokeWidth={1.5} />
      </span>
    </div>
  );
}
