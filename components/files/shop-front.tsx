import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import type { ListedFile } from "@/lib/products/files/schema";
import { ListedCard } from "./listed-card";

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
