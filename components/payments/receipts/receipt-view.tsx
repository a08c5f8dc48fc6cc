import { useWords } from "#i18n";
import { AgreedRefunds } from "@/components/offers/agreed-refunds";
import { tokenAmount } from "@/components/offers/offer-price";
import { ShortCode } from "@/components/ui/code";
import { formatBytes, formatMoney } from "@/components/ui/format";
import { Time } from "@/components/ui/time";
import { parseUsd } from "@/lib/money";
import type { Receipt } from "@/lib/shop/schema";
import { ReceiptProofs } from "./receipt-proofs";
import { Row } from "./receipt-row";

/** The page where a receipt can be printed, and saved to be checked later. */
export function receiptPage(receipt: Pick<Receipt, "fileId" | "paymentId">): string {
  return `/f/${receipt.fileId}/receipts/${receipt.paymentId}`;
}

/** A receipt on the page of a purchase: what was bought and for how much, then where anybody can check it. */
export function ReceiptView({ receipt }: { receipt: Receipt }) {
  return (
    <div className="space-y-5">
      <ReceiptSummary receipt={receipt} />
      <ReceiptProofs receipt={receipt} />
    </div>
  );
}

/** For people: the seller, the title, the total, and what was agreed. */
export function ReceiptSummary({ receipt }: { receipt: Receipt }) {
  const t = useWords("receipts");
  const { title, fileName, sellerName, payTo, price } = receipt;
  return (
    <div className="space-y-4">
      <div className="space-y-1">
        <p className="text-sm text-ink-soft">
          {t.rich("seller", { seller: sellerName ? <bdi>{sellerName}</bdi> : <ShortCode code={payTo} /> })}
        </p>
        <p className="text-lg font-semibold wrap-anywhere">
          <bdi>{title ?? fileName}</bdi>
        </p>
        <p className="font-display text-3xl font-semibold">
          <bdi translate="no">{formatMoney(parseUsd(price) ?? 0n, t.locale)}</bdi>
        </p>
      </div>
      <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2 print:grid-cols-2 [&_dt]:text-xs [&_dt]:text-ink-soft">
        <Row name={t("date")}>
          <Time iso={receipt.blockTime} />
        </Row>
        <Row name={t("number")}>
          <bdi translate="no" className="font-mono text-xs break-all">
            {receipt.paymentId}
          </bdi>
        </Row>
        <FileRow receipt={receipt} />
        {receipt.keptUntil && (
          <Row name={t("keptUntil")}>
            <Time iso={receipt.keptUntil} />
          </Row>
        )}
        {receipt.downloadUntil && (
          <Row name={t("downloadUntil")}>
            <Time iso={receipt.downloadUntil} />
          </Row>
        )}
        <Row name={t("refundTerms")}>
          <AgreedRefunds of={receipt} />
        </Row>
        {receipt.withdrawalWaivedAt && (
          <Row name={t("withdrawal")}>
            {t.rich("withdrawalWaived", { date: <Time iso={receipt.withdrawalWaivedAt} /> })}
          </Row>
        )}
        <Refunded receipt={receipt} />
      </dl>
    </div>
  );
}

function Refunded({ receipt: { refund, decimals, symbol } }: { receipt: Receipt }) {
  const t = useWords("receipts");
  if (!refund) return null;
  const amount = (
    <bdi>
      {tokenAmount(BigInt(refund.amount), decimals, t.locale)} {symbol}
    </bdi>
  );
  return <Row name={t("refund")}>{t.rich("refundOn", { amount, date: <Time iso={refund.blockTime} /> })}</Row>;
}

function FileRow({ receipt: { fileName, size, version } }: { receipt: Receipt }) {
  const t = useWords("receipts");
  const ui = useWords("ui");
  const facts = { name: <bdi className="break-all">{fileName}</bdi>, size: formatBytes(size, ui) };
  return (
    <Row name={t("file")}>
      {version > 1 ? t.rich("fileFactsVersion", { ...facts, version }) : t.rich("fileFacts", facts)}
    </Row>
  );
}
