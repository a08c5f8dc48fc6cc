"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { tokenAmount } from "@/components/offers/offer-price";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";
import { Dialog } from "@/components/ui/dialog";
import { decimalText, shorten } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { NumberField } from "@/components/ui/number-field";
import { transferDocument } from "@/components/wallets/transfer-document";
import { ActionRefused, useWalletAction } from "@/components/wallets/use-wallet-action";
import type { ConnectedWallet, Signer } from "@/components/wallets/wallet-types";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { RefundStatement, RefundView } from "@/lib/refunds/schema";
import type { Sale } from "@/lib/sellers/schema";
import { changesWithSales } from "./queries";
import { readAmount } from "./read-amount";
import { WalletSteps } from "./wallet-steps";

type Props = { sale: Sale; config: ClientConfig };

/** The state of a refund, or the button that starts one. The dialog stays when its own refund removes the button. */
export function RefundSale({ sale, config }: Props) {
  const t = useWords("refunds");
  const [open, setOpen] = useState(false);
  return (
    <>
      <RefundState sale={sale} onBegin={() => setOpen(true)} />
      {(open || sale.state === "settled") && (
        <Dialog open={open} title={t("title")} onClose={() => setOpen(false)}>
          <RefundForm sale={sale} config={config} onClose={() => setOpen(false)} />
        </Dialog>
      )}
    </>
  );
}

function RefundState({ sale, onBegin }: { sale: Sale; onBegin: () => void }) {
  const t = useWords("refunds");
  const { state, refund, fileTitle } = sale;
  if (refund?.state === "refunded") {
    const amount = `${decimalText(refund.amount, t.locale)} ${refund.symbol}`;
    return <span className="text-xs text-ink-soft">{t.rich("refundedPart", { amount: <bdi>{amount}</bdi> })}</span>;
  }
  if (state !== "settled") return null;
  if (refund?.state === "open" || refund?.state === "confirming") {
    return <span className="text-xs text-ink-soft">{t("refunding")}</span>;
  }
  return (
    <>
      {sale.refundDue && <Badge tone="bad">{t("refundDue")}</Badge>}
      <Button look="quiet" size="sm" onClick={onBegin}>
        <span aria-hidden="true">{t("refund")}</span>
        <span className="sr-only">{t("refundOf", { title: fileTitle })}</span>
      </Button>
    </>
  );
}

function RefundForm({ sale, config, onClose }: Props & { onClose: () => void }) {
  const t = useWords("refunds");
  const client = useQueryClient();
  const { paid } = sale;
  const all = tokenAmount(BigInt(paid.amount), paid.decimals, t.locale);
  const [text, setText] = useState(all);
  const [endsAccess, setEndsAccess] = useState(false);
  const [done, setDone] = useState<RefundView | null>(null);
  const reading = readAmount(text, paid);
  const amount = reading.kind === "read" ? reading.value : null;
  const shown = `${amount === null ? all : tokenAmount(amount, paid.decimals, t.locale)} ${paid.symbol}`;

  async function refund(signer: Signer, wallet: ConnectedWallet) {
    const path = `/api/payments/${sale.paymentId}/refund`;
    // Without an amount the server would pay everything back.
    if (amount === null) throw new ActionRefused(t("amountWrong", { most: all }));
    const params = { from: wallet.address, amount: amount.toString() };
    if (!isOwn(wallet.address, sale)) throw new ActionRefused(t("wrongWallet", { address: shorten(sale.payTo) }));
    const statement = await requestJson<RefundStatement>(`${path}/statement`, { method: "POST", body: params });
    await signer.switchTo(sale.chainId);
    const signature = await signer.signTypedData(transferDocument(statement.domain, statement.message));
    const { validAfter, validBefore } = statement.message;
    const body = { ...params, validAfter, validBefore, signature, endsAccess };
    setDone(await requestJson<RefundView>(path, { method: "POST", body }));
    void client.invalidateQueries(changesWithSales);
  }

  const action = useWalletAction(config, refund);
  if (done) return <RefundEnd refund={done} onClose={onClose} />;
  const busy = action.state.step !== "idle" && action.state.step !== "failed";
  const choices = [
    { value: false, title: t("keeps"), hint: null },
    { value: true, title: t("ends"), hint: t("endsHint") },
  ];
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (amount !== null) void action.start();
      }}
    >
      <p className="text-sm">
        {t.rich("what", { payer: <ShortCode code={sale.payer} />, network: <bdi>{sale.networkName}</bdi> })}
      </p>
      <NumberField
        label={`${t("amount")} (${paid.symbol})`}
        inputMode="decimal"
        dir="ltr"
        value={text}
        error={amount === null ? t("amountWrong", { most: all }) : undefined}
        reading={reading}
        onText={setText}
        hint={t("amountHint", { amount: `${all} ${paid.symbol}` })}
      />
      <fieldset className="space-y-2">
        <legend className="mb-1 text-sm font-semibold">{t("access")}</legend>
        {choices.map(({ value, title, hint }) => (
          <label key={title} className="flex gap-3 text-sm">
            <input
              type="radio"
              name={`access-${sale.paymentId}`}
              className="mt-1 size-4 shrink-0 accent-accent"
              checked={endsAccess === value}
              onChange={() => setEndsAccess(value)}
            />
            <span>
              {title}
              {hint && <span className="block text-xs text-ink-soft">{hint}</span>}
            </span>
          </label>
        ))}
      </fieldset>
      <p className="text-sm text-ink-soft">
        {t("signing", { atomic: (amount ?? BigInt(paid.amount)).toString(), amount: shown })}
      </p>
      <WalletSteps config={config} action={action} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="secondary" onClick={onClose}>
          {t("close")}
        </Button>
        <Button type="submit" busy={busy} disabled={amount === null}>
          {t("sign", { amount: shown })}
        </Button>
      </div>
    </form>
  );
}

/** Any of the seller's own wallets may pay; the server checks again. */
function isOwn(address: string, { payTo, wallets }: Sale): boolean {
  return [payTo, ...wallets].includes(address.toLowerCase());
}

function RefundEnd({ refund, onClose }: { refund: RefundView; onClose: () => void }) {
  const t = useWords("refunds");
  const amount = `${decimalText(refund.amount, t.locale)} ${refund.symbol}`;
  return (
    <div className="space-y-4">
      {refund.state === "refunded" && (
        <Notice role="status" tone="good" title={t.rich("done", { amount: <bdi>{amount}</bdi> })} />
      )}
      {refund.state === "failed" && <Notice role="alert" tone="bad" title={t("failed")} />}
      {(refund.state === "open" || refund.state === "confirming") && (
        <Notice role="status" tone="warn" title={t("confirming")} />
      )}
      <div className="flex justify-end">
        <Button onClick={onClose}>{t("close")}</Button>
      </div>
    </div>
  );
}
