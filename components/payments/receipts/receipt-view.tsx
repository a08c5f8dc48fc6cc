import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { AgreedRefunds } from "@/components/offers/agreed-refunds";
import { tokenAmount } from "@/components/offers/offer-price";
import { Copyable } from "@/components/ui/copyable";
import { formatBytes } from "@/components/ui/format";
import { Time } from "@/components/ui/time";
import type { Receipt } from "@/lib/shop/schema";

/** The page where a receipt can be printed, and saved to be checked later. */
export function receiptPage(receipt: Pick<Receipt, "fileId" | "paymentId">): string {
  return `/f/${receipt.fileId}/receipts/${receipt.paymentId}`;
}

/** The payment, payer, payee, the exact bytes, and where anybody can check it. */
export function ReceiptView({ receipt }: { receipt: Receipt }) {
  const t = useWords("receipts");
  return (
    <dl className="space-y-3 text-sm [&_dt]:text-xs [&_dt]:text-ink-soft">
      <Row name={t("paid")}>
        {t.rich("paidOn", {
          amount: (
            <bdi>
              {tokenAmount(BigInt(receipt.amount), receipt.decimals, t.locale)} {receipt.symbol}
            </bdi>
          ),
          network: receipt.networkName,
          id: <bdi>{receipt.network}</bdi>,
          date: <Time iso={receipt.blockTime} />,
        })}
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
      <Row name={t("transaction")}>
        <Copyable text={receipt.transaction} copyLabel={t("copyTransaction")} />
        {receipt.transactionUrl && (
          <a href={receipt.transactionUrl} rel="noreferrer" target="_blank">
            {t("explorer")}
          </a>
        )}{" "}
        <span className="text-xs text-ink-soft">{t("block", { number: receipt.blockNumber })}</span>
      </Row>
      <Row name={t("from")}>
        <Copyable text={receipt.payer} copyLabel={t("copyFrom")} />
      </Row>
      <Row name={t("to")}>
        <Copyable text={receipt.payTo} copyLabel={t("copyTo")} />
      </Row>
      <Row name={t("hash")}>
        <Copyable text={receipt.sha256} copyLabel={t("copyHash")} />
      </Row>
      <Row name={t("refundTerms")}>
        <AgreedRefunds of={receipt} />
      </Row>
      {receipt.withdrawalWaivedAt && (
        <Row name={t("withdrawal")}>
          {t.rich("withdrawalWaived", { date: <Time iso={receipt.withdrawalWaivedAt} /> })}
        </Row>
      )}
      <Refund receipt={receipt} />
      <Row name={t("payment")}>
        <Copyable text={receipt.paymentId} copyLabel={t("copyPayment")} />
      </Row>
    </dl>
  );
}

function Refund({ receipt: { refund, decimals, symbol } }: { receipt: Receipt }) {
  const t = useWords("receipts");
  if (!refund) return null;
  const amount = (
    <bdi>
      {tokenAmount(BigInt(refund.amount), decimals, t.locale)} {symbol}
    </bdi>
  );
  return (
    <Row name={t("refund")}>
      {t.rich("refundOn", { amount, date: <Time iso={refund.blockTime} /> })}
      <Copyable text={refund.transaction} copyLabel={t("copyRefund")} />
    </Row>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
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
