"use client";

import { useState } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";
import { Dialog } from "@/components/ui/dialog";
import { shorten } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import type { ClientConfig } from "@/lib/client-config/schema";
import { parseUsd } from "@/lib/money";
import type { StoragePayment } from "@/lib/operator/schema";
import type { RefundView } from "@/lib/refunds/schema";
import { PayBack } from "./pay-back";

/** What is owed of a payment for storage, with the button for the operator's wallet. */
export function OwedStorage({ payment, config }: { payment: StoragePayment; config: ClientConfig }) {
  const t = useWords("keeping");
  const { unusedDays, owed, paidBack, state, refund } = payment;
  if (unusedDays === null) return "–";
  const [open, back] = [parseUsd(owed) ?? 0n, parseUsd(paidBack) ?? 0n];
  return (
    <div className="space-y-1">
      {open > 0n && <Money microUsd={open} className="font-semibold" />}
      <span className="block text-xs text-ink-soft">{t("unusedDays", { count: unusedDays })}</span>
      {back > 0n && (
        <span className="block text-xs text-ink-soft">{t.rich("paidBack", { amount: <Money microUsd={back} /> })}</span>
      )}
      {back > 0n && refund && <RefundTransaction refund={refund} />}
      {open > 0n && back > 0n && <span className="block text-xs">{t("payByHand")}</span>}
      {open > 0n && state === "settled" && (
        <Begin isUnderWay={refund?.state === "open" || refund?.state === "confirming"} {...{ payment, config }} />
      )}
    </div>
  );
}

function RefundTransaction({ refund: { transaction, transactionUrl } }: { refund: RefundView }) {
  if (!transaction) return null;
  const code = <ShortCode code={transaction} />;
  return <span className="block text-xs">{transactionUrl ? <a href={transactionUrl}>{code}</a> : code}</span>;
}

type BeginProps = { isUnderWay: boolean; payment: StoragePayment; config: ClientConfig };

function Begin({ isUnderWay, payment, config }: BeginProps) {
  const t = useWords("keeping");
  const [isOpen, setOpen] = useState(false);
  if (isUnderWay) return <span className="block text-xs">{t("payingBack")}</span>;
  return (
    <>
      <Button look="secondary" size="sm" onClick={() => setOpen(true)}>
        <span aria-hidden="true">{t("payBack")}</span>
        <span className="sr-only">{t("payBackOf", { amount: `$${payment.owed}`, payer: shorten(payment.payer) })}</span>
      </Button>
      <Dialog open={isOpen} title={t("payBack")} onClose={() => setOpen(false)}>
        <PayBack payment={payment} config={config} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
