import { useWords } from "#i18n";
import { SellerName } from "@/components/offers/seller-name";
import { ButtonLink } from "@/components/ui/button";
import { formatBytes } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import type { ListedFile } from "@/lib/products/files/schema";
import { describeFacts } from "./describe-facts";

type Props = {
  /** The operator's name, or null. */
  name: string | null;
  files: readonly ListedFile[];
  /** The path of the older ones, or null. */
  older: string | null;
  /** Whether these are the newest. */
  first: boolean;
};

/** The front page of a shop with sellers of its own: its name and what it sells. Plain links, no script. */
export function ShopFront({ name, files, older, first }: Props) {
  const t = useWords("shop");
  return (
    <div className="mx-auto w-full max-w-5xl space-y-8 px-4 pt-6 sm:px-6 sm:pt-12">
      <h1 className="text-2xl break-words sm:text-3xl">{name === null ? t("title") : <bdi>{name}</bdi>}</h1>
      {files.length === 0 ? (
        <p className="text-ink-soft">{t(first ? "empty" : "noMore")}</p>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
          {files.map((file) => (
            <li key={file.id}>
              <ListedCard file={file} />
            </li>
          ))}
        </ul>
      )}
      <nav aria-label={t("pages")} className="flex flex-wrap gap-2 empty:hidden">
        {!first && (
          <ButtonLink href="/" look="secondary">
            {t("newest")}
          </ButtonLink>
        )}
        {older !== null && (
          <ButtonLink href={older} look="secondary">
            {t("older")}
          </ButtonLink>
        )}
      </nav>
    </div>
  );
}

function ListedCard({ file }: { file: ListedFile }) {
  const t = useWords("shop");
  const facts = useWords("facts");
  const ui = useWords("ui");
  return (
    <a
      href={`/f/${file.id}`}
      className="flex h-full flex-col overflow-hidden rounded-lg border border-line bg-surface no-underline! shadow-lift hover:border-line-strong"
    >
      <Picture file={file} />
      <span className="flex flex-1 flex-col gap-1 p-4">
        <span className="font-semibold wrap-anywhere">
          <bdi>{file.title}</bdi>
        </span>
        <span className="text-sm text-ink-soft">
          <SellerName seller={file.seller} />
        </span>
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
