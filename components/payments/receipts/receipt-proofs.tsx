import { useWords } from "#i18n";
import { tokenAmount } from "@/components/offers/offer-price";
import { Copyable } from "@/components/ui/copyable";
import { Time } from "@/components/ui/time";
import type { Receipt } from "@/lib/shop/schema";
import { Row } from "./receipt-row";

/** For experts: the payment, payer, payee, the exact bytes, and where anybody can check it. */
export function ReceiptProofs({ receipt }: { receipt: Receipt }) {
  const t = useWords("receipts");
  const { refund } = receipt;
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
      {receipt.bundle?.map(({ fileId, name, sha256 }) => (
        <Row key={fileId} name={name}>
          <Copyable text={sha256} copyLabel={t("copyHash")} />
        </Row>
      ))}
      {refund && (
        <Row name={t("refundTransaction")}>
          <Copyable text={refund.transaction} copyLabel={t("copyRefund")} />
        </Row>
      )}
      <Row name={t("payment")}>
        <Copyable text={receipt.paymentId} copyLabel={t("copyPayment")} />
      </Row>
    </dl>
  );
}
