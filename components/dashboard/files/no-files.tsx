import { useWords } from "#i18n";
import { ButtonLink, buttonClasses } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { FilesQuery } from "@/lib/sellers/files/schema";
import { ListLink } from "./list-link";
import { listHref } from "./list-query";

type Props = {
  query: FilesQuery;
  /** Where a file is put on sale; null for a wallet that may not sell. */
  sellPath: string | null;
};

/** Why no file is shown, and what to do. */
export function NoFiles({ query, sellPath }: Props) {
  const t = useWords("desk");
  const sellers = useWords("sellers");
  const isNarrowed = query.q !== "" || query.state !== null || query.before !== "";
  if (isNarrowed) {
    const words = query.state === "attention" && query.q === "" ? t("nothingWaits") : t("noMatch");
    return (
      <Card className="space-y-4 text-center">
        <p className="text-ink-soft">{words}</p>
        <ListLink href={listHref(query, { q: "", state: null })} className={buttonClasses({ look: "secondary" })}>
          {t("showAll")}
        </ListLink>
      </Card>
    );
  }
  return (
    <Card className="space-y-4 text-center">
      <p className="text-ink-soft">{sellPath === null ? sellers("mayNotSell") : t("noFiles")}</p>
      {sellPath !== null && <ButtonLink href={sellPath}>{sellers("sellFile")}</ButtonLink>}
    </Card>
  );
}
