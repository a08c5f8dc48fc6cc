import type { Sale } from "@/lib/creators/schema";
import type { PaymentState } from "@/lib/payments/schema";
import { Badge, type BadgeTone } from "../ui/badge";
import { Card } from "../ui/card";
import { ShortCode } from "../ui/code";
import { CopyButton } from "../ui/copy-button";
import { Time } from "../ui/time";

const states: Record<PaymentState, { word: string; tone: BadgeTone }> = {
  reserved: { word: "Confirming", tone: "warn" },
  settling: { word: "Confirming", tone: "warn" },
  unknown: { word: "Confirming", tone: "warn" },
  settled: { word: "Paid", tone: "good" },
  failed: { word: "Failed", tone: "bad" },
  reverted: { word: "Reverted", tone: "bad" },
  refunded: { word: "Refunded", tone: "plain" },
};

/** Each sale with its transaction: a table where there is room, cards on a phone. */
export function SalesList({ sales }: { sales: Sale[] }) {
  if (sales.length === 0) {
    return (
      <Card className="text-center text-ink-soft">
        <p>No sales yet. Share a link, and each sale shows up here with its transaction.</p>
      </Card>
    );
  }
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-lift">
      <table className="block w-full text-sm sm:table">
        <thead className="sr-only sm:not-sr-only sm:table-header-group">
          <tr className="border-b border-line text-xs text-ink-soft [&_th]:px-4 [&_th]:py-2.5 [&_th]:text-start [&_th]:font-medium">
            <th scope="col">Time</th>
            <th scope="col">File</th>
            <th scope="col">Amount</th>
            <th scope="col">State</th>
            <th scope="col">Transaction</th>
          </tr>
        </thead>
        <tbody className="block divide-y divide-line sm:table-row-group">
          {sales.map((sale) => (
            <SaleRow key={sale.paymentId} sale={sale} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SaleRow({ sale }: { sale: Sale }) {
  const { word, tone } = states[sale.state];
  return (
    <tr className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 p-4 sm:table-row sm:p-0 sm:[&_td]:px-4 sm:[&_td]:py-3">
      <td className="order-3 whitespace-nowrap text-ink-soft">
        <Time iso={sale.at} only="minute" />
      </td>
      <td className="order-1 min-w-0 font-semibold break-words sm:font-normal">
        <bdi>{sale.fileTitle}</bdi>
      </td>
      <td className="order-2 font-semibold tabular-nums">
        <bdi>${sale.amount}</bdi>
      </td>
      <td className="order-4 justify-self-end">
        <Badge tone={tone}>{word}</Badge>
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
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      {sale.transactionUrl ? (
        <a href={sale.transactionUrl} target="_blank" rel="noreferrer" className="underline underline-offset-2">
          <ShortCode code={transaction} />
        </a>
      ) : (
        <ShortCode code={transaction} />
      )}
      <span className="text-ink-soft">on {sale.networkName}</span>
      <CopyButton text={transaction} label="Copy transaction" iconOnly look="quiet" />
    </span>
  );
}
