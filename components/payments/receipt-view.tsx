import { formatAtomic } from "@/lib/money";
import type { Receipt } from "@/lib/payments/schema";
import { Copyable } from "../ui/copyable";
import { formatBytes } from "../ui/format";
import { Time } from "../ui/time";

/** Where a receipt can be printed, and saved to be checked later. */
export function receiptPage(receipt: Pick<Receipt, "fileId" | "paymentId">): string {
  return `/f/${receipt.fileId}/receipts/${receipt.paymentId}`;
}

/** What was paid, by whom, to whom, for exactly which bytes, and where anybody can check it. */
export function ReceiptView({ receipt }: { receipt: Receipt }) {
  const paid = formatAtomic(BigInt(receipt.amount), receipt.decimals);
  return (
    <dl className="space-y-3 text-sm [&_dt]:text-xs [&_dt]:text-ink-soft">
      <div>
        <dt>Paid</dt>
        <dd>
          <bdi>
            {paid} {receipt.symbol}
          </bdi>{" "}
          on {receipt.networkName} ({receipt.network}), <Time iso={receipt.blockTime} />
        </dd>
      </div>
      <div>
        <dt>File</dt>
        <dd>
          <bdi className="break-all">{receipt.fileName}</bdi>, {formatBytes(receipt.size)}
          {receipt.version > 1 && `, version ${receipt.version}`}
        </dd>
      </div>
      {receipt.downloadUntil && (
        <div>
          <dt>Download until</dt>
          <dd>
            <Time iso={receipt.downloadUntil} />
          </dd>
        </div>
      )}
      <div>
        <dt>Transaction</dt>
        <dd>
          <Copyable text={receipt.transaction} copyLabel="Copy transaction" />
          {receipt.transactionUrl && (
            <a href={receipt.transactionUrl} rel="noreferrer" target="_blank">
              See it in the block explorer
            </a>
          )}{" "}
          <span className="text-xs text-ink-soft">Block {receipt.blockNumber}</span>
        </dd>
      </div>
      <div>
        <dt>From (the buyer)</dt>
        <dd>
          <Copyable text={receipt.payer} copyLabel="Copy payer address" />
        </dd>
      </div>
      <div>
        <dt>To (the seller)</dt>
        <dd>
          <Copyable text={receipt.payTo} copyLabel="Copy payee address" />
        </dd>
      </div>
      <div>
        <dt>SHA-256 of the file</dt>
        <dd>
          <Copyable text={receipt.sha256} copyLabel="Copy SHA-256" />
        </dd>
      </div>
      <div>
        <dt>Payment</dt>
        <dd>
          <Copyable text={receipt.paymentId} copyLabel="Copy payment id" />
        </dd>
      </div>
    </dl>
  );
}
