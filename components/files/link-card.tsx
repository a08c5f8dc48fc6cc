import { useWords } from "#i18n";
import { CARD_SIZE } from "@/lib/previews/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import { EmbedFold } from "./embed-fold";

/** What a chat shows with the link. Drawn again when its title, its cover or the seller's name has changed. */
export function LinkCard({ file }: { file: OwnFile }) {
  const t = useWords("sell");
  const changes = encodeURIComponent(`${file.title} ${file.preview?.url ?? ""} ${file.seller.name ?? ""}`);
  return (
    <figure className="space-y-2">
      <div className="overflow-hidden rounded-lg border border-line bg-sunken">
        {/* biome-ignore lint/performance/noImgElement: it has its size and weight already, and Next would only stand between */}
        <img
          src={`/api/files/${file.id}/card.jpg?l=${t.locale}&h=${changes}`}
          alt={t("cardAlt", { title: file.title })}
          width={CARD_SIZE.width}
          height={CARD_SIZE.height}
          decoding="async"
          className="h-auto w-full"
        />
        <div className="px-3 py-2">
          <p className="truncate text-sm font-semibold" dir="auto">
            {file.title}
          </p>
          <p translate="no" className="truncate text-xs text-ink-soft">
            <bdi>{new URL(file.url).host}</bdi>
          </p>
        </div>
      </div>
      <figcaption className="text-xs text-ink-soft">{t("cardNote")}</figcaption>
      <EmbedFold file={file} />
    </figure>
  );
}
