"use client";

import { type ReactNode, useEffect, useRef, useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import { offerPrice } from "@/components/offers/offer-price";
import { Button } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import { useWallets } from "@/components/wallets/use-wallets";
import { WalletDialog } from "@/components/wallets/wallet-dialog";
import { walletName } from "@/components/wallets/wallet-words";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Words } from "@/lib/i18n/words";
import type { Offer } from "@/lib/offers/schema";
import { FailedPanel } from "./failed-panel";
import { KeepLink } from "./keep-link";
import { NoFundsPanel } from "./no-funds-panel";
import { PayButton } from "./pay-button";
import type { Paid, PayVerbs } from "./pay-flow";
import type { PayState } from "./pay-machine";
import { PriceChanged, Working } from "./pay-steps";
import { PendingPanel } from "./pending-panel";
import { troubleWords } from "./trouble-words";
import { useAccount } from "./use-account";

type Props<Result extends Paid> = {
  flow: PayVerbs<Result>;
  offer: Offer;
  /** What is paid for, as a link to it is titled. */
  title: string;
  config: ClientConfig;
  /** A payment that an earlier visit left unfinished. */
  pendingId: string | null;
  /** True after a reload: continues with the signed authorization, without asking. */
  resume: boolean;
  /** The server's current terms, if they differ from those on the page. */
  onOfferChange: (offer: Offer) => void;
  /** Whether an earlier purchase by the same wallet is given again without a charge, by a signature. */
  givenAgain: boolean;
  /** Ways to pay without a wallet in this browser. */
  otherWays?: ReactNode;
  /** Above the wallets: what is to be known before one is chosen. */
  beforeWallets?: ReactNode;
};

/** The steps of a payment, whatever it buys: from the choice of a wallet until the server's answer. */
export function Paying<Result extends Paid>(props: Props<Result>) {
  const { flow, offer, config, pendingId, resume, onOfferChange, otherWays, beforeWallets } = props;
  const t = useWords("payments");
  const wallets = useWords("wallets");
  const answers = useWords("answers");
  const state = useSyncExternalStore(flow.watch, flow.state, flow.state);

  useEffect(() => {
    if (pendingId) flow.follow(pendingId);
    else if (resume) flow.resume();
    else flow.start();
  }, [flow, pendingId, resume]);

  // The person has left and could not see the wallet's request: only a sent payment continues.
  useEffect(() => () => flow.cancel(), [flow]);

  useAccount(flow, config, state);

  const changed = state.step === "price-changed" ? state.offer : null;
  useEffect(() => {
    if (changed) onOfferChange(changed);
  }, [changed, onOfferChange]);

  const choosing = state.step === "choosing" || state.step === "connecting";
  // Steps replace one another, and with them the focused button: keyboard users keep their position.
  const place = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each step
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.focus({ preventScroll: true });
    // On a phone Pay is at the lower edge of the screen, wherever this is.
    if (state.step !== "idle" && !choosing) place.current?.scrollIntoView({ block: "nearest" });
  }, [state.step]);

  return (
    <div ref={place} tabIndex={-1} className="space-y-4 outline-none">
      <PayStep state={state} {...props} />
      <p role="status" className="sr-only">
        {announcement(t, state)}
      </p>
      <WalletDialog
        config={config}
        open={choosing}
        title={t("chooseWallet")}
        offer={offer}
        connecting={state.step === "connecting" ? state.wallet : null}
        trouble={
          state.step === "choosing" && state.trouble
            ? troubleWords(state.trouble, { payments: t, answers, wallets, offer })
            : null
        }
        onChoose={(choice) => flow.choose({ id: choice.id, name: walletName(wallets, choice) })}
        onBack={() => flow.chooseAnother()}
        onClose={() => flow.cancel()}
        before={beforeWallets}
        otherWays={otherWays ? { summary: t("moreWays"), ways: otherWays } : undefined}
      />
    </div>
  );
}

function PayStep<Result extends Paid>(props: Props<Result> & { state: PayState }) {
  const { state, flow, title, offer, config, givenAgain } = props;
  const t = useWords("payments");
  const askAgain = givenAgain ? () => flow.start({ skipFunds: true }) : undefined;
  switch (state.step) {
    case "pending":
      return (
        <PendingPanel
          paymentId={state.paymentId}
          recoveryUrl={state.recoveryUrl}
          title={title}
          onStatus={flow.statusArrived}
        />
      );
    case "no-funds":
      return (
        <NoFundsPanel
          {...{ offer, ...state }}
          network={config.networks.find(({ caip2 }) => caip2 === offer.network)}
          devnet={config.devnet}
          onrampUrl={config.onrampUrl}
          onFunded={flow.fundsArrived}
          onAlreadyPaid={askAgain}
          onOtherWallet={() => flow.chooseAnother()}
        />
      );
    case "price-changed":
      return <PriceChanged {...{ offer, state }} onAccept={() => flow.acceptNewPrice()} />;
    case "owed":
      return (
        <Notice role="alert" tone="warn" title={t("owedTitle")}>
          <p>{t("owedDetail")}</p>
          {state.recoveryUrl && <KeepLink url={state.recoveryUrl} title={title} />}
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
          onAlreadyPaid={askAgain}
          // On a file's own page. Elsewhere, a form and an upload may be open.
          reloads={givenAgain}
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
