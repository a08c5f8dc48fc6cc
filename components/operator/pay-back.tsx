"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";
import { shorten } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { transferDocument } from "@/components/wallets/transfer-document";
import { ActionRefused, useWalletAction } from "@/components/wallets/use-wallet-action";
import { WalletActionSteps } from "@/components/wallets/wallet-action-steps";
import type { ConnectedWallet, Signer } from "@/components/wallets/wallet-types";
import type { ClientConfig } from "@/lib/client-config/schema";
import { parseUsd } from "@/lib/money";
import type { StoragePayment } from "@/lib/operator/schema";
import type { RefundStatement, RefundView } from "@/lib/refunds/schema";

type Props = { payment: StoragePayment; config: ClientConfig; onClose: () => void };

/** Pays back what is owed, all of it, by a signature of the wallet that storage is paid to. */
export function PayBack({ payment, config, onClose }: Props) {
  const t = useWords("keeping");
  const operator = useWords("operator");
  const [done, setDone] = useState<RefundView | null>(null);
  const microUsd = parseUsd(payment.owed) ?? 0n;
  const shown = <Money microUsd={microUsd} />;

  async function payBack(signer: Signer, wallet: ConnectedWallet) {
    const path = `/api/operator/storage/${payment.paymentId}/refund`;
    if (!payment.wallets.includes(wallet.address.toLowerCase())) {
      throw new ActionRefused(operator("wrongWallet", { address: shorten(payment.payTo) }));
    }
    const params = { from: wallet.address };
    const statement = await requestJson<RefundStatement>(`${path}/statement`, { method: "POST", body: params });
    await signer.switchTo(payment.chainId);
    const signature = await signer.signTypedData(transferDocument(statement.domain, statement.message));
    const { value: amount, validAfter, validBefore } = statement.message;
    const body = { ...params, amount, validAfter, validBefore, signature, endsAccess: false };
    setDone(await requestJson<RefundView>(path, { method: "POST", body }));
  }

  const action = useWalletAction(config, payBack);
  if (done) return <PaidBack refund={done} />;
  const busy = !["idle", "failed"].includes(action.state.step);
  function submit(event: FormEvent) {
    event.preventDefault();
    void action.start();
  }
  return (
    <form className="space-y-4" onSubmit={submit}>
      <p className="text-sm">
        {t.rich("payBackWhat", {
          amount: shown,
          payer: <ShortCode code={payment.payer} />,
          network: <bdi>{payment.networkName}</bdi>,
        })}
      </p>
      <p className="text-sm text-ink-soft">
        {t.rich("signing", { atomic: <bdi>{microUsd.toString()}</bdi>, amount: shown })}
      </p>
      <WalletActionSteps
        config={config}
        action={action}
        title={operator("chooseWallet")}
        another={operator("anotherWallet")}
        working={() => (
          <p role="status" className="text-sm text-ink-soft">
            {operator("confirmInWallet")}
          </p>
        )}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="secondary" onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button type="submit" busy={busy}>
          {t.rich("sign", { amount: shown })}
        </Button>
      </div>
    </form>
  );
}

function PaidBack({ refund: { state, amount, symbol } }: { refund: RefundView }) {
  const t = useWords("keeping");
  return (
    <div className="space-y-4">
      {state === "refunded" && (
        <Notice
          role="status"
          tone="good"
          title={t.rich("done", {
            amount: (
              <bdi>
                {amount} {symbol}
              </bdi>
            ),
          })}
        />
      )}
      {state === "failed" && <Notice role="alert" tone="bad" title={t("failed")} />}
      {(state === "open" || state === "confirming") && <Notice role="status" tone="warn" title={t("confirming")} />}
      <div className="flex justify-end">
        <Button onClick={() => location.reload()}>{t("cancel")}</Button>
      </div>
    </div>
  );
}
