"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import { offerPrice } from "@/components/files/offer-price";
import { QueryProvider } from "@/components/http/query-provider";
import { startDownload } from "@/components/payments/download/download";
import { createPayApi } from "@/components/payments/wire/pay-api";
import { keepRecoveryUrl, paymentMemory } from "@/components/payments/wire/saved-payment";
import { newClaimToken } from "@/components/payments/wire/x402";
import { Button } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { safeStorage } from "@/components/ui/safe-storage";
import { loadWallets } from "@/components/wallets/load-wallets";
import { useWallets } from "@/components/wallets/use-wallets";
import { WalletDialog } from "@/components/wallets/wallet-dialog";
import { walletName } from "@/components/wallets/wallet-words";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Words } from "@/lib/i18n/words";
import type { Offer } from "@/lib/offers/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import type { PurchaseResult } from "@/lib/shop/schema";
import { FailedPanel } from "./failed-panel";
import { KeepLink } from "./keep-link";
import { NoFundsPanel } from "./no-funds-panel";
import { OtherWays } from "./other-ways";
import { PayButton } from "./pay-button";
import { PayFlow } from "./pay-flow";
import type { PayState } from "./pay-machine";
import { PriceChanged, Working } from "./pay-steps";
import { PendingPanel } from "./pending-panel";
import { troubleWords } from "./trouble-words";
import { waitOrOnline } from "./wait-or-online";
import { askForWaiver, isWaiverGiven } from "./waiver";

export type PayPanelProps = {
  file: FileInfo;
  offer: Offer;
  config: ClientConfig;
  /** A payment that an earlier visit left unfinished. */
  pendingId: string | null;
  /** True after a reload: continues with the signed authorization, without asking. */
  resume: boolean;
  /** The server's current terms, if they differ from those on the page. */
  onOfferChange: (offer: Offer) => void;
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
    goods: file,
    appUrl: config.appUrl,
    api: createPayApi(file.id),
    memory: paymentMemory(safeStorage("sessionStorage"), file.id),
    loadWallets: () => loadWallets(config),
    newClaimToken,
    randomBytes: () => crypto.getRandomValues(new Uint8Array(32)),
    now: Date.now,
    wait: waitOrOnline,
    askForWaiver,
    isWaiverGiven,
    onPaid(result, recoveryUrl) {
      if (recoveryUrl) keepRecoveryUrl(safeStorage("sessionStorage"), file.id, recoveryUrl);
      startDownload(result.ticketUrl);
      onPaid(result, recoveryUrl);
    },
  });
}

function Panel(props: PayPanelProps) {
  const { file, offer, config, pendingId, resume, onOfferChange } = props;
  const t = useWords("payments");
  const wallets = useWords("wallets");
  const [flow] = useState(() => createFlow(props));
  const state = useSyncExternalStore(flow.watch, flow.state, flow.state);

  useEffect(() => {
    if (pendingId) flow.follow(pendingId);
    else if (resume) flow.resume();
    else flow.start();
  }, [flow, pendingId, resume]);

  // The person has left and could not see the wallet's request: only a sent payment continues.
  useEffect(() => () => flow.cancel(), [flow]);

  const changed = state.step === "price-changed" ? state.offer : null;
  useEffect(() => {
    if (changed) onOfferChange(changed);
  }, [changed, onOfferChange]);

  // Steps replace one another, and with them the focused button: keyboard users keep their position.
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each step
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.focus({ preventScroll: true });
  }, [state.step]);

  const choosing = state.step === "choosing" || state.step === "connecting";
  return (
    <div ref={place} tabIndex={-1} className="space-y-4 outline-none">
      <PayStep state={state} flow={flow} {...props} />
      <p role="status" className="sr-only">
        {announcement(t, state)}
      </p>
      <WalletDialog
        config={config}
        open={choosing}
        title={t("chooseWallet")}
        connecting={state.step === "connecting" ? state.wallet : null}
        trouble={
          state.step === "choosing" && state.trouble
            ? troubleWords(state.trouble, { payments: t, wallets, offer })
            : null
        }
        onChoose={(choice) => flow.choose({ id: choice.id, name: walletName(wallets, choice) })}
        onBack={() => flow.chooseAnother()}
        onClose={() => flow.cancel()}
        otherWays={{ summary: t("moreWays"), ways: <OtherWays file={file} offer={offer} devnet={config.devnet} /> }}
      />
    </div>
  );
}

function PayStep({ state, flow, file, offer, config }: PayPanelProps & { state: PayState; flow: PayFlow }) {
  const t = useWords("payments");
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
          network={config.networks.find(({ caip2 }) => caip2 === offer.network)}
          devnet={config.devnet}
          onFunded={flow.fundsArrived}
          onAlreadyPaid={() => flow.start({ skipFunds: true })}
          onOtherWallet={() => flow.chooseAnother()}
        />
      );
    case "price-changed":
      return <PriceChanged {...{ offer, state }} onAccept={() => flow.acceptNewPrice()} />;
    case "owed":
      return (
        <Notice role="alert" tone="warn" title={t("owedTitle")}>
          <p>{t("owedDetail")}</p>
          {state.recoveryUrl && <KeepLink url={state.recoveryUrl} title={file.title} />}
        </Notice>
      );
    case "prove":
      return (
        <Notice role="alert" tone="good" title={t("proveTitle")}>
          <p>{t("proveDetail")}</p>
          <Button onClick={() => flow.start({ skipFunds: true })}>{t("proveButton")}</Button>
        </Notice>
      );
    case "failed":
      return (
        <FailedPanel
          trouble={state.trouble}
          offer={offer}
          onRetry={() => flow.start()}
          onOtherWallet={() => flow.chooseAnother()}
          onAlreadyPaid={() => flow.start({ skipFunds: true })}
        />
      );
    case "idle":
      return (
        <>
          <PayButton price={offerPrice(offer, t.locale)} onClick={() => flow.start()} />
          <WalletInUse config={config} onChange={() => flow.chooseAnother()} />
        </>
      );
    default:
      return (
        <Working {...{ state, offer }} onCancel={() => flow.cancel()} onOtherWallet={() => flow.chooseAnother()} />
      );
  }
}

function WalletInUse({ config, onChange }: { config: ClientConfig; onChange: () => void }) {
  const { current } = useWallets(config, true);
  const t = useWords("payments");
  const wallets = useWords("wallets");
  if (!current) return null;
  return (
    <p className="flex flex-wrap items-center justify-between gap-2 text-sm text-ink-soft">
      <span>
        {t.rich("inUse", {
          wallet: <bdi>{walletName(wallets, current)}</bdi>,
          address: <ShortCode code={current.address} />,
        })}
      </span>
      <Button look="quiet" size="sm" onClick={onChange}>
        {t("otherWallet")}
      </Button>
    </p>
  );
}

/** The announcements for screen readers during the payment; steps with their own panel need none. */
function announcement(t: Words<"payments">, state: PayState): string {
  switch (state.step) {
    case "loading":
    case "checking":
      return t("saidPreparing");
    case "switching":
      return t("saidSwitch", { network: state.network });
    case "signing":
      return t("saidSign");
    case "confirming":
      return t("saidConfirming");
    case "paid":
      return t("saidPaid");
    default:
      return "";
  }
}
