import { useWords } from "#i18n";
import { FileIcon } from "@/components/ui/file-icon";
import type { FileInfo } from "@/lib/products/files/schema";

/**
 * The file's preview, whole, whatever its shape. Its space is reserved from the start, and nothing waits for it: the text
 * comes first. The note for buyers disappears when the page shows the purchase, even without a reload.
 */
export function FilePreview({ file }: { file: Pick<FileInfo, "title" | "preview" | "mediaType"> }) {
  const t = useWords("files");
  const { preview, title, mediaType } = file;
  if (!preview) return <NoPreview mediaType={mediaType} />;
  const blurred = preview.kind === "blurred";
  const { pathname, search } = new URL(preview.url);
  return (
    <figure className="space-y-1.5">
      <div className="relative isolate overflow-hidden rounded-lg border border-line bg-white">
        {/* What a narrow picture leaves free is filled with its own colours. The same picture: nothing more to load. On white in
            the dark, too: a line drawing may have no ground of its own. */}
        {/* biome-ignore lint/performance/noImgElement: as below */}
        <img
          src={pathname + search}
          alt=""
          className="absolute inset-0 -z-1 size-full scale-125 object-cover opacity-60 blur-2xl"
        />
        {/* biome-ignore lint/performance/noImgElement: it has its size and weight already, and Next would only stand between */}
        <img
          src={pathname + search}
          alt={t(blurred ? "previewBlurred" : "previewCover", { title })}
          width={preview.width}
          height={preview.height}
          fetchPriority="high"
          decoding="async"
          className={`h-auto max-h-[min(18rem,45dvh)] w-full wide:max-h-[27rem] ${blurred ? "scale-110 object-cover blur-md" : "object-contain"}`}
        />
      </div>
      {blurred && (
        <figcaption className="text-xs text-ink-soft group-has-[[data-access]]/file:hidden">
          {t("blurredNote")}
        </figcaption>
      )}
    </figure>
  );
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
