import { useWords } from "#i18n";
import { Badge } from "@/components/ui/badge";
import { ShortCode } from "@/components/ui/code";
import { formatBytes } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Time } from "@/components/ui/time";
import { parseUsd } from "@/lib/money";
import type { Page, SellerRow } from "@/lib/operator/schema";
import { OlderLink, SearchForm } from "./list-tools";
import { Table } from "./table";

/** All sellers, with search. */
export function SellerTable({ query, page }: { query: string; page: Page<SellerRow> }) {
  const t = useWords("operator");
  const ui = useWords("ui");
  const head = [t("seller"), t("wallet"), t("state"), t("stored"), t("sales"), t("received"), t("since")];
  const rows = page.rows.map((seller) => ({
    key: seller.id,
    cells: [
      <a key="seller" href={`/operator/sellers/${seller.id}`} className="underline underline-offset-2">
        <bdi>{seller.name ?? t("unnamed")}</bdi>
      </a>,
      <ShortCode key="wallet" code={seller.address} />,
      <Badge key="state" tone={seller.isSuspended ? "warn" : "good"}>
        {t(seller.isSuspended ? "state_suspended" : "maySell")}
      </Badge>,
      formatBytes(seller.storedBytes, ui),
      seller.sales,
      <Money key="received" microUsd={parseUsd(seller.received) ?? 0n} />,
      <Time key="since" iso={seller.createdAt} only="day" />,
    ],
  }));
  return (
    <section aria-labelledby="sellers" className="space-y-4">
      <h1 id="sellers" className="text-2xl">
        {t("tab_sellers")}
      </h1>
      <SearchForm query={query} hint={t("searchSellersHint")} />
      <Table head={head} rows={rows} empty={t("noneFound")} />
      <OlderLink before={page.before} query={{ q: query }} />
    </section>
  );
}
