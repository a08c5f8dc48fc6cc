import "@/components/ui/written.css";
import { useWords } from "#i18n";
import { ListedCard } from "@/components/files/listed-card";
import { ButtonLink } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { Portrait } from "@/components/ui/portrait";
import type { ListedFile } from "@/lib/products/files/schema";

type Props = {
  name: string | null;
  address: string;
  path: string;
  isStopped: boolean;
  /** The path of the picture. */
  picture: string | null;
  /** Safe HTML. */
  words: string;
  homepage: string | null;
  domain: string | null;
  files: readonly ListedFile[];
  /** The path of the older ones, or null. */
  older: string | null;
  /** Whether these are the newest. */
  first: boolean;
};

/** A seller's page: who it is, what is proven of that, and the files that the seller lists. Plain links, no script. */
export function SellerView({ path, isStopped, words, files, older, first, ...who }: Props) {
  const t = useWords("sellerPage");
  const shop = useWords("shop");
  return (
    <div className="mx-auto w-full max-w-5xl space-y-8 px-4 pt-6 sm:px-6 sm:pt-12">
      <Who {...who} />
      {isStopped ? (
        <Notice tone="warn" title={t("stopped")} />
      ) : (
        <>
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: renderDescription lets no HTML of the text through */}
          {words && <div className="written max-w-prose" dangerouslySetInnerHTML={{ __html: words }} />}
          <section aria-labelledby="listed" className="space-y-4">
            <h2 id="listed" className="text-xl">
              {shop("title")}
            </h2>
            {files.length === 0 ? (
              <p className="text-ink-soft">{first ? t("empty") : shop("noMore")}</p>
            ) : (
              <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
                {files.map((file) => (
                  <li key={file.id}>
                    <ListedCard file={file} ofSeller />
                  </li>
                ))}
              </ul>
            )}
          </section>
          <nav aria-label={shop("pages")} className="flex flex-wrap gap-2 empty:hidden">
            {!first && (
              <ButtonLink href={path} look="secondary">
                {shop("newest")}
              </ButtonLink>
            )}
            {older !== null && (
              <ButtonLink href={older} look="secondary">
                {shop("older")}
              </ButtonLink>
            )}
          </nav>
        </>
      )}
    </div>
  );
}

/** The name, what is proven, and the wallet: anybody can choose any name. */
function Who({
  name,
  address,
  picture,
  domain,
  homepage,
}: Pick<Props, "name" | "address" | "picture" | "domain" | "homepage">) {
  const t = useWords("sellerPage");
  const code = <ShortCode code={address} />;
  return (
    <header className="flex flex-wrap items-center gap-5">
      <Portrait name={name} picture={picture} size={96} />
      <div className="min-w-0 space-y-1">
        <h1 className="text-2xl wrap-anywhere sm:text-3xl">{name === null ? code : <bdi>{name}</bdi>}</h1>
        {domain === null ? (
          name !== null && <p className="text-sm font-semibold">{t("unverified")}</p>
        ) : (
          <p className="font-semibold wrap-anywhere">{t.rich("domain", { domain: <bdi>{domain}</bdi> })}</p>
        )}
        <p className="text-sm text-ink-soft">{t.rich("wallet", { address: code })}</p>
        {homepage !== null && (
          <p className="text-sm wrap-anywhere">
            <a href={homepage} rel="nofollow ugc noopener noreferrer">
              <bdi>{plain(homepage)}</bdi>
            </a>
          </p>
        )}
      </div>
    </header>
  );
}

/** As people write it. The host stays as DNS knows it, so that look-alike letters show. */
function plain(url: string): string {
  const { host, pathname, search } = new URL(url);
  return host + (pathname === "/" ? "" : pathname) + search;
}
