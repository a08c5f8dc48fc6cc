"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Wallet } from "lucide-react";
import { useState } from "react";
import { useWords } from "#i18n";
import { fieldWords } from "@/components/http/field-words";
import { RequestProblem, requestJson } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { shorten } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { ActionRefused, useWalletAction } from "@/components/wallets/use-wallet-action";
import type { ConnectedWallet, Signer } from "@/components/wallets/wallet-types";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { PayoutChange, PayoutStatement, Profile } from "@/lib/sellers/schema";
import { changesWithSales, profileQuery } from "./queries";
import { WalletSteps } from "./wallet-steps";

type Props = { profile: Profile; config: ClientConfig };

/** Changes the seller's payout address, confirmed by the wallet that signed in. */
export function ChangePayout(props: Props) {
  const t = useWords("sellers");
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  return (
    <>
      {done && (
        <Notice role="status" tone="good" title={t.rich("payoutChanged", { address: <ShortCode code={done} /> })} />
      )}
      <Button look="secondary" size="sm" onClick={() => setOpen(true)}>
        <Wallet aria-hidden="true" className="size-4" />
        {t("changePayout")}
      </Button>
      <Dialog open={open} title={t("changePayout")} onClose={() => setOpen(false)}>
        <PayoutForm
          {...props}
          onCancel={() => setOpen(false)}
          onDone={(payTo) => {
            setDone(payTo);
            setOpen(false);
          }}
        />
      </Dialog>
    </>
  );
}

type FormProps = Props & { onDone: (payTo: string) => void; onCancel: () => void };

function PayoutForm({ profile, config, onDone, onCancel }: FormProps) {
  const t = useWords("sellers");
  const fields = useWords("fields");
  const client = useQueryClient();
  // One that has to be confirmed may be kept.
  const [payTo, setPayTo] = useState(profile.payoutHeld ? profile.payTo : "");
  const [revokeOld, setRevokeOld] = useState(false);

  async function change(signer: Signer, wallet: ConnectedWallet) {
    if (wallet.address.toLowerCase() !== profile.address) {
      throw new ActionRefused(t("wrongWallet", { address: shorten(profile.address) }));
    }
    const offered = config.networks.find(({ chainId }) => chainId === wallet.chainId) ?? config.networks[0];
    const chainId = profile.chainId || (offered?.chainId ?? wallet.chainId);
    const params: PayoutChange = { payTo: payTo.trim(), chainId, revokeOld };
    const { message, ...statement } = await requestJson<PayoutStatement>("/api/profile/payout/statement", {
      method: "POST",
      body: params,
    }).catch((error: unknown) => {
      const [wrong] = (error instanceof RequestProblem && error.problem.errors) || [];
      throw wrong ? new ActionRefused(fieldWords(fields, wrong)) : error;
    });
    const signature = await signer.signMessage(message);
    const body = { ...params, ...statement, signature };
    const saved = await requestJson<Profile>("/api/profile/payout", { method: "POST", body });
    client.setQueryData(profileQuery.queryKey, saved);
    void client.invalidateQueries(changesWithSales);
    onDone(saved.payTo);
  }

  const action = useWalletAction(config, change);
  const busy = action.state.step !== "idle" && action.state.step !== "failed";
  const choices = [
    { value: false, title: t("oldStays"), hint: t("oldStaysHint") },
    { value: true, title: t("oldEnds"), hint: t("oldEndsHint") },
  ];
  return (
    <form
      noValidate
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        void action.start();
      }}
    >
      <Field
        label={t("newPayout")}
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
        className="font-mono text-sm"
        placeholder="0x…"
        value={payTo}
        onChange={(event) => setPayTo(event.target.value)}
        hint={t("newPayoutHint", { networks: config.networks.map(({ name }) => name).join(", ") })}
      />
      <fieldset className="space-y-2">
        <legend className="mb-1 text-sm font-semibold">{t("oldAddress")}</legend>
        {choices.map(({ value, title, hint }) => (
          <label key={title} className="flex gap-3 text-sm">
            <input
              type="radio"
              name="old-address"
              className="mt-1 size-4 shrink-0 accent-accent"
              checked={revokeOld === value}
              onChange={() => setRevokeOld(value)}
            />
            <span>
              {title}
              <span className="block text-xs text-ink-soft">{hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <p className="text-sm text-ink-soft">{t.rich("signWith", { address: <ShortCode code={profile.address} /> })}</p>
      <WalletSteps config={config} action={action} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="secondary" onClick={onCancel}>
          {t("cancel")}
        </Button>
        <Button type="submit" busy={busy} disabled={payTo.trim() === ""}>
          {t("signChange")}
        </Button>
      </div>
    </form>
  );
}
