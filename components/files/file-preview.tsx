import { useWords } from "#i18n";
import type { FileInfo } from "@/lib/products/files/schema";

/**
 * The file's preview. Its space is reserved from the start, and nothing waits for it: the text comes first. The note
 * for buyers disappears when the page shows the purchase, even without a reload.
 */
export function FilePreview({ file }: { file: Pick<FileInfo, "title" | "preview"> }) {
  const t = useWords("files");
  const { preview, title } = file;
  if (!preview) return null;
  const blurred = preview.kind === "blurred";
  const { pathname, search } = new URL(preview.url);
  return (
    <figure className="space-y-1.5">
      {/* On white in the dark, too: a line drawing may have no ground of its own. */}
      <div className="overflow-hidden rounded-md bg-white">
        {/* biome-ignore lint/performance/noImgElement: it has its size and weight already, and Next would only stand between */}
        <img
          src={pathname + search}
          alt={t(blurred ? "previewBlurred" : "previewCover", { title })}
          width={preview.width}
          height={preview.height}
          fetchPriority="high"
          decoding="async"
          className={`h-auto max-h-80 w-full object-cover ${blurred ? "scale-110 blur-md" : ""}`}
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
