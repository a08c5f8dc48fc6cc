import { useWords } from "#i18n";
import { AgreedRefunds } from "@/components/offers/agreed-refunds";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { ShortCode } from "@/components/ui/code";
import { CopyButton } from "@/components/ui/copy-button";
import { Money } from "@/components/ui/money";
import { Time } from "@/components/ui/time";
import type { ClientConfig } from "@/lib/client-config/schema";
import { parseUsd } from "@/lib/money";
import type { PaymentState } from "@/lib/payments/schema";
import type { Sale } from "@/lib/sellers/schema";
import { RefundSale } from "./refund-sale";

const states = {
  reserved: { word: "confirming", tone: "warn" },
  settling: { word: "confirming", tone: "warn" },
  unknown: { word: "confirming", tone: "warn" },
  settled: { word: "paid", tone: "good" },
  failed: { word: "failed", tone: "bad" },
  reverted: { word: "reverted", tone: "bad" },
  refunded: { word: "refunded", tone: "plain" },
} as const satisfies Record<PaymentState, { word: string; tone: BadgeTone }>;

/** Each sale with its transaction: a table on wide screens, cards on a phone. */
export function SalesList({ sales, config }: { sales: Sale[]; config: ClientConfig }) {
  const t = useWords("sellers");
  if (sales.length === 0) {
    return (
      <Card className="text-center text-ink-soft">
        <p>{t("noSales")}</p>
      </Card>
    );
  }
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-lift">
      <table className="block w-full text-sm md:table">
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="border-b border-line text-xs text-ink-soft [&_th]:px-4 [&_th]:py-2.5 [&_th]:text-start [&_th]:font-medium">
            <th scope="col">{t("time")}</th>
            <th scope="col">{t("file")}</th>
            <th scope="col">{t("amount")}</th>
            <th scope="col">{t("state")}</th>
            <th scope="col">{t("transaction")}</th>
          </tr>
        </thead>
        <tbody className="block divide-y divide-line md:table-row-group">
          {sales.map((sale) => (
            <SaleRow key={sale.paymentId} sale={sale} config={config} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SaleRow({ sale, config }: { sale: Sale; config: ClientConfig }) {
  const t = useWords("sellers");
  const receipts = useWords("receipts");
  const { word, tone } = states[sale.state];
  return (
    <tr
      id={`sale-${sale.paymentId}`}
      className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 p-4 md:table-row md:p-0 md:[&_td]:px-4 md:[&_td]:py-3"
    >
      <td className="order-3 whitespace-nowrap text-ink-soft">
        <Time iso={sale.at} only="minute" />
      </td>
      <td className="order-1 min-w-0 font-semibold break-words md:font-normal">
        <bdi>{sale.fileTitle}</bdi>
        {sale.refundPolicy && (
          <span className="block text-xs font-normal text-ink-soft">
            {receipts("refundTerms")}: <AgreedRefunds of={sale} />
          </span>
        )}
      </td>
      <td className="order-2 font-semibold tabular-nums">
        <Money microUsd={parseUsd(sale.amount) ?? 0n} />
      </td>
      <td className="order-4 justify-self-end">
        <span className="inline-flex flex-wrap items-center justify-end gap-x-2 md:justify-start">
          <Badge tone={tone}>{t(word)}</Badge>
          <RefundSale sale={sale} config={config} />
        </span>
      </td>
      <td className="order-5 col-span-2">
        {sale.transaction ? (
          <Transaction sale={sale} transaction={sale.transaction} />
        ) : (
          <span className="text-ink-soft">–</span>
        )}
      </td>
    </tr>
  );
}

function Transaction({ sale, transaction }: { sale: Sale; transaction: string }) {
  const t = useWords("sellers");
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      {sale.transactionUrl ? (
        <a href={sale.transactionUrl} target="_blank" rel="noreferrer" className="underline underline-offset-2">
          <ShortCode code={transaction} />
        </a>
      ) : (
        <ShortCode code={transaction} />
      )}
      <span className="text-ink-soft">{sale.networkName}</span>
      <CopyButton text={transaction} label={t("copyTransaction")} iconOnly look="quiet" />
    </span>
  );
}
