import { useWords } from "#i18n";
import { SellerName } from "@/components/offers/seller-name";
import { formatBytes } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import type { ListedFile } from "@/lib/products/files/schema";
import { describeFacts } from "./describe-facts";

/** A file in a list: its picture, title, seller, facts and price. A plain link: a prefetch must never pull bytes. */
export function ListedCard({ file, ofSeller = false }: { file: ListedFile; ofSeller?: boolean }) {
  const t = useWords("shop");
  const facts = useWords("facts");
  const ui = useWords("ui");
  return (
    <a
      href={file.path}
      className="flex h-full flex-col overflow-hidden rounded-lg border border-line bg-surface no-underline! shadow-lift hover:border-line-strong"
    >
      <Picture file={file} />
      <span className="flex flex-1 flex-col gap-1 p-4">
        <span className="font-semibold wrap-anywhere">
          <bdi>{file.title}</bdi>
        </span>
        {!ofSeller && (
          <span className="text-sm text-ink-soft">
            <SellerName seller={file.seller} />
          </span>
        )}
        <span className="text-sm text-ink-soft">
          {describeFacts(file, { facts, ui }).map((fact) => (
            <span key={fact}>
              <bdi>{fact}</bdi>
              {" · "}
            </span>
          ))}
          <bdi>{formatBytes(file.size, ui)}</bdi>
        </span>
        <span className="mt-auto pt-1 font-semibold">
          {file.free ? t("free") : <Money microUsd={file.priceMicroUsd} />}
        </span>
      </span>
    </a>
  );
}

/** The title beside it says what it is. */
function Picture({ file: { preview } }: { file: ListedFile }) {
  if (!preview) return null;
  const { pathname, search } = new URL(preview.url);
  return (
    <span className="block aspect-video overflow-hidden bg-white">
      {/* biome-ignore lint/performance/noImgElement: it has its size and weight already, and Next would only stand between */}
      <img
        src={pathname + search}
        alt=""
        width={preview.width}
        height={preview.height}
        loading="lazy"
        decoding="async"
        className={`size-full object-cover ${preview.kind === "blurred" ? "scale-110 blur-md" : ""}`}
      />
    </span>
  );
}
