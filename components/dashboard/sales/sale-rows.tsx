import { useWords } from "#i18n";
import { RefundSale } from "@/components/dashboard/refund-sale";
import { Badge } from "@/components/ui/badge";
import { ShortCode } from "@/components/ui/code";
import { Money } from "@/components/ui/money";
import { Time } from "@/components/ui/time";
import type { ClientConfig } from "@/lib/client-config/schema";
import { parseUsd } from "@/lib/money";
import type { Sale } from "@/lib/sellers/schema";
import { saleStates } from "./sale-states";
import { Transaction } from "./transaction";

/** Sales, one a row: a table on wide screens, cards on a phone. Each leads to its own page. */
export function SaleRows({ sales, config }: { sales: readonly Sale[]; config: ClientConfig }) {
  const t = useWords("sellers");
  const words = useWords("sales");
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-lift">
      <table className="block w-full text-sm md:table">
        <caption className="sr-only">{words("list")}</caption>
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="border-b border-line text-xs text-ink-soft [&_th]:px-3 [&_th]:py-2.5 [&_th]:text-start [&_th]:font-medium">
            <th scope="col">{t("time")}</th>
            <th scope="col">{t("file")}</th>
            <th scope="col">{words("buyer")}</th>
            <th scope="col">{t("amount")}</th>
            <th scope="col">{t("state")}</th>
            <th scope="col">{t("transaction")}</th>
          </tr>
        </thead>
        <tbody className="block divide-y divide-line md:table-row-group">
          {sales.map((sale) => (
            <Row key={sale.paymentId} sale={sale} config={config} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ sale, config }: { sale: Sale; config: ClientConfig }) {
  const t = useWords("sellers");
  const words = useWords("sales");
  const { word, tone } = saleStates[sale.state];
  return (
    <tr
      id={`sale-${sale.paymentId}`}
      className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 p-4 md:table-row md:p-0 md:[&>td]:px-3 md:[&>td]:py-2"
    >
      <td className="order-3 col-span-2 text-ink-soft md:whitespace-nowrap">
        <Time iso={sale.at} only="minute" />
      </td>
      <td className="order-1 min-w-0 wrap-anywhere md:w-1/4">
        <a href={`/dashboard/sales/${sale.paymentId}`} className="font-semibold hover:underline">
          <bdi>{sale.fileTitle}</bdi>
        </a>{" "}
        {sale.message && (
          <Badge tone={sale.message === "open" ? "warn" : "plain"}>
            {words(sale.message === "open" ? "writes" : "wrote")}
          </Badge>
        )}
      </td>
      <td className="order-5 col-span-2 text-ink-soft">
        <ShortCode code={sale.payer} />
      </td>
      <td className="order-2 font-semibold whitespace-nowrap tabular-nums">
        <Money microUsd={parseUsd(sale.amount) ?? 0n} />
      </td>
      <td className="order-4 col-span-2">
        <span className="inline-flex flex-wrap items-center gap-x-2 md:flex-nowrap">
          <Badge tone={tone}>{t(word)}</Badge>
          <RefundSale sale={sale} config={config} />
        </span>
      </td>
      <td className="order-6 col-span-2">
        <Transaction sale={sale} />
      </td>
    </tr>
  );
}
