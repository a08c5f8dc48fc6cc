import { useWords } from "#i18n";
import { Time } from "@/components/ui/time";
import type { SaleAccess } from "@/lib/seller-pages/schema";

/** What the buyer may download, and has; of downloads no more than the shop keeps. */
export function SaleAccessFacts({ access }: { access: SaleAccess | null }) {
  const t = useWords("sales");
  if (!access) return <p className="text-sm">{t("nothingGiven")}</p>;
  const { downloads, sentVersion, recentSince } = access;
  return (
    <div className="space-y-2 text-sm">
      <p>
        <Until access={access} />
      </p>
      <p className="font-semibold">{t("downloaded", { count: downloads })}</p>
      {sentVersion !== null && <p>{t("sentVersion", { number: sentVersion })}</p>}
      {recentSince && <p>{t.rich("recent", { date: <Time iso={recentSince} /> })}</p>}
      <p className="text-xs text-ink-soft">{t("downloadsWhy")}</p>
    </div>
  );
}

function Until({ access: { state, until } }: { access: SaleAccess }) {
  const t = useWords("sales");
  switch (state) {
    case "revoked":
      return t("revoked");
    case "held":
      return t("held");
    case "ended":
      return t.rich("ended", { date: <Time iso={until ?? ""} only="day" /> });
    case "open":
      return until === null ? t("openEndless") : t.rich("open", { date: <Time iso={until} only="day" /> });
  }
}
