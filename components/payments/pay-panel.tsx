"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { FileInfo, Offer } from "@/lib/files/schema";
import { formatAtomic } from "@/lib/money";
import type { PurchaseResult } from "@/lib/payments/schema";
import { QueryProvider } from "../http/query-provider";
import { Button } from "../ui/button";
import { ShortCode } from "../ui/code";
import { Notice } from "../ui/notice";
import { type Step, Steps } from "../ui/steps";
import { loadWallets } from "../wallets/load-wallets";
import { useWallets } from "../wallets/use-wallets";
import { WalletDialog } from "../wallets/wallet-dialog";
import { startDownload } from "./download";
import { NoFundsPanel } from "./no-funds-panel";
import { OtherWays } from "./other-ways";
import { createPayApi } from "./pay-api";
import { PayButton } from "./pay-button";
import { PayFlow } from "./pay-flow";
import type { PayState, Trouble } from "./pay-machine";
import { PendingPanel } from "./pending-panel";
import { keepRecoveryUrl, paymentMemory } from "./saved-payment";
import { newClaimToken } from "./x402";

export type PayPanelProps = {
  file: FileInfo;
  offer: Offer;
  config: ClientConfig;
  /** A payment that an earlier visit left unfinished. */
  pendingId: string | null;
  /** True after a reload: goes on with what was signed, and asks nothing. */
  resume: boolean;
  onPaid: (result: PurchaseResult, recoveryUrl: string | null) => void;
};

/** Paying, once Pay was pressed. Loaded with the wallet code, after the page. */
export function PayPanel(props: PayPanelProps) {
  return (
    <QueryProvider>
      <Panel {...props} />
    </QueryProvider>
  );
}

function createFlow({ file, offer, config, onPaid }: PayPanelProps): PayFlow {
  return new PayFlow({
    offer,
    appUrl: config.appUrl,
    api: createPayApi(file.id),
    memory: paymentMemory(sessionStorage, file.id),
    loadWallets: () => loadWallets(config),
    newClaimToken,
    randomBytes: () => crypto.getRandomValues(new Uint8Array(32)),
    now: Date.now,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onPaid(result, recoveryUrl) {
      if (recoveryUrl) keepRecoveryUrl(sessionStorage, file.id, recoveryUrl);
      startDownload(result.ticketUrl);
      onPaid(result, recoveryUrl);
    },
  });
}

function Panel(props: PayPanelProps) {
  const { file, config, pendingId, resume } = props;
  const [flow] = useState(() => createFlow(props));
  const state = useSyncExternalStore(flow.watch, flow.state, flow.state);

  useEffect(() => {
    if (pendingId) flow.follow(pendingId);
    else if (resume) flow.resume();
    else flow.start();
  }, [flow, pendingId, resume]);

  const choosing = state.step === "choosing" || state.step === "connecting";
  return (
    <div className="space-y-4">
      <PayStep state={state} flow={flow} {...props} />
      <p role="status" className="sr-only">
        {announcement(state)}
      </p>
      <WalletDialog
        config={config}
        open={choosing}
        title="Choose a wallet to pay"
        connecting={state.step === "connecting" ? state.wallet : null}
        trouble={state.step === "choosing" ? state.trouble : null}
        onChoose={(choice) => flow.choose(choice)}
        onClose={() => flow.cancel()}
        otherWays={<OtherWays url={file.url} />}
      />
    </div>
  );
}

function PayStep({ state, flow, file, offer, config }: PayPanelProps & { state: PayState; flow: PayFlow }) {
  switch (state.step) {
    case "pending":
      return (
        <PendingPanel
          paymentId={state.paymentId}
          recoveryUrl={state.recoveryUrl}
          title={file.title}
          onStatus={flow.statusArrived}
        />
      );
    case "no-funds":
      return (
        <NoFundsPanel
          {...{ offer, ...state }}
          devnet={config.devnet}
          onFunded={flow.fundsArrived}
          onAlreadyPaid={() => flow.start({ skipFunds: true })}
          onOtherWallet={() => flow.chooseAnother()}
        />
      );
    case "price-changed":
      return <PriceChanged offer={state.offer} onAccept={() => flow.acceptNewPrice()} />;
    case "prove":
      return (
        <Notice role="alert" tone="good" title="This payment is confirmed.">
          <p>Sign once more with the wallet that paid, to show that it was you. You will not be charged again.</p>
          <Button onClick={() => flow.start({ skipFunds: true })}>Sign and download</Button>
        </Notice>
      );
    case "failed":
      return <Failed trouble={state.trouble} onRetry={() => flow.start()} onOtherWallet={() => flow.chooseAnother()} />;
    case "idle":
      return (
        <>
          <PayButton priceMicroUsd={file.priceMicroUsd} onClick={() => flow.start()} />
          <WalletInUse config={config} onChange={() => flow.chooseAnother()} />
        </>
      );
    default:
      return <Working state={state} priceMicroUsd={file.priceMicroUsd} onCancel={() => flow.cancel()} />;
  }
}

function WalletInUse({ config, onChange }: { config: ClientConfig; onChange: () => void }) {
  const { current } = useWallets(config, true);
  if (!current) return null;
  return (
    <p className="flex flex-wrap items-center justify-between gap-2 text-sm text-ink-soft">
      <span>
        With {current.name}, <ShortCode code={current.address} />
      </span>
      <Button look="quiet" size="sm" onClick={onChange}>
        Use another wallet
      </Button>
    </p>
  );
}

function Working({ state, priceMicroUsd, onCancel }: { state: PayState; priceMicroUsd: string; onCancel: () => void }) {
  const sent = state.step === "confirming" || state.step === "paid";
  const asking = state.step === "signing" || state.step === "switching" || state.step === "connecting";
  const words = sent ? "Confirming…" : asking ? "Confirm in your wallet…" : undefined;
  return (
    <>
      <PayButton priceMicroUsd={priceMicroUsd} busy words={words} />
      {(sent || state.step === "signing") && <Steps label="Payment" steps={paySteps(state)} />}
      {state.step === "switching" && (
        <p className="text-sm">Your wallet asks to switch to {state.network}. Allow it to go on.</p>
      )}
      {state.step === "confirming" && state.lost && (
        <Notice tone="warn" title="The answer got lost on its way. We are asking again.">
          <p>The same signature is sent again: you will not be charged twice. You may leave this page open.</p>
        </Notice>
      )}
      {!sent && (
        <Button look="quiet" size="sm" wide onClick={onCancel}>
          Cancel
        </Button>
      )}
    </>
  );
}

function paySteps({ step }: PayState): Step[] {
  const signed = step === "confirming" || step === "paid";
  return [
    { label: "Signed", state: signed ? "done" : "now" },
    { label: "Confirming", state: step === "paid" ? "done" : signed ? "now" : "later" },
    { label: "Paid", state: step === "paid" ? "done" : "later" },
  ];
}

function PriceChanged({ offer, onAccept }: { offer: Offer; onAccept: () => void }) {
  const price = `${formatAtomic(BigInt(offer.amount), offer.decimals)} ${offer.symbol}`;
  return (
    <Notice role="alert" tone="warn" title="The seller changed the price since you opened this page.">
      <p>
        It is now <bdi className="font-semibold">{price}</bdi> on {offer.networkName}. Nothing was signed and nothing
        was charged.
      </p>
      <Button onClick={onAccept}>
        Pay <bdi>{price}</bdi>
      </Button>
    </Notice>
  );
}

type FailedProps = { trouble: Trouble; onRetry: () => void; onOtherWallet: () => void };

function Failed({ trouble, onRetry, onOtherWallet }: FailedProps) {
  return (
    <Notice role="alert" tone={trouble.code === "rejected" ? "info" : "bad"} title={trouble.title}>
      {trouble.detail && <p>{trouble.detail}</p>}
      <div className="flex flex-wrap gap-2">
        {trouble.next === "retry" && (
          <Button onClick={onRetry} size="sm">
            Try again
          </Button>
        )}
        <Button look="secondary" size="sm" onClick={onOtherWallet}>
          Use another wallet
        </Button>
      </div>
    </Notice>
  );
}

/** What a screen reader hears as the payment goes on; panels of their own speak for themselves. */
function announcement(state: PayState): string {
  switch (state.step) {
    case "loading":
    case "checking":
      return "Preparing the payment.";
    case "switching":
      return `Allow your wallet to switch to ${state.network}.`;
    case "signing":
      return "Confirm in your wallet.";
    case "confirming":
      return "Signed. Confirming the payment.";
    case "paid":
      return "Paid. Thank you.";
    default:
      return "";
  }
}
