import { useWords } from "#i18n";
import { formatBytes } from "@/components/ui/format";
import type { FileInfo } from "@/lib/products/files/schema";

/** A file of the seller's own that a buyer may try before paying. Without script: a plain link. */
export function SampleLink({ file }: { file: FileInfo }) {
  const t = useWords("chosen");
  const ui = useWords("ui");
  const { sampleFile } = file;
  if (!sampleFile) return null;
  const { pathname, search } = new URL(sampleFile.url);
  return (
    <p className="wrap-anywhere">
      {t.rich("trySample", {
        name: (
          <a key="name" href={pathname + search} download rel="nofollow">
            <bdi>{sampleFile.name}</bdi>
          </a>
        ),
        size: <bdi key="size">{formatBytes(sampleFile.size, ui)}</bdi>,
      })}
    </p>
  );
}
