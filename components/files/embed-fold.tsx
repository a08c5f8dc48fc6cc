import { useWords } from "#i18n";
import { Copyable } from "@/components/ui/copyable";
import { Details } from "@/components/ui/details";
import { embedFrame, embedPath } from "@/lib/embeds/schema";
import type { OwnFile } from "@/lib/products/files/schema";
import { buttonSnippet, pictureSnippet } from "./embed-snippets";

/** HTML that a seller copies to show a file on another site. */
export function EmbedFold({ file }: { file: Pick<OwnFile, "id" | "url" | "title"> }) {
  const t = useWords("embeds");
  const { id, url, title } = file;
  const { origin } = new URL(url);
  const ways = [
    { what: t("button"), html: buttonSnippet(url, t("buttonWords", { title })) },
    { what: t("picture"), html: pictureSnippet(url, `${origin}/api/files/${id}/card.jpg?l=${t.locale}`, title) },
    { what: t("frame"), html: embedFrame(`${origin}${embedPath(id)}?l=${t.locale}`, title) },
  ];
  return (
    <Details summary={t("title")}>
      <p className="text-sm text-ink-soft">{t("why")}</p>
      <ul className="space-y-3">
        {ways.map(({ what, html }) => (
          <li key={what} className="space-y-1">
            <p className="text-sm font-semibold">{what}</p>
            <Copyable text={html} copyLabel={t("copy", { what })} />
          </li>
        ))}
      </ul>
      <p className="text-sm text-ink-soft">{t("oembed")}</p>
    </Details>
  );
}
