import { useWords } from "#i18n";
import { offerPrice } from "@/components/offers/offer-price";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { type Step, Steps } from "@/components/ui/steps";
import type { Words } from "@/lib/i18n/words";
import type { Offer } from "@/lib/offers/schema";
import { PayButton } from "./pay-button";
import type { PayState } from "./pay-machine";
import { foreignWords } from "./trouble-words";
import { WhatIsSigned } from "./what-is-signed";

type WorkingProps = { state: PayState; offer: Offer; onCancel: () => void; onOtherWallet: () => void };

/** While something is in progress: the button says what, and Cancel is available until the payment is sent. */
export function Working({ state, offer, onCancel, onOtherWallet }: WorkingProps) {
  const t = useWords("payments");
  const answers = useWords("answers");
  const sent = state.step === "confirming" || state.step === "paid";
  const asking = state.step === "signing" || state.step === "switching" || state.step === "connecting";
  const words = sent ? t("confirming") : asking ? t("confirmInWallet") : undefined;
  return (
    <>
      <PayButton price={offerPrice(offer, t.locale)} busy words={words} />
      {(sent || state.step === "signing") && <Steps label={t("stepsLabel")} steps={paySteps(t, state)} />}
      {state.step === "signing" && <MayShow offer={offer} />}
      {state.step === "switching" && <p className="text-sm">{t("switching", { network: state.network })}</p>}
      {state.step === "confirming" && state.lost && (
        <Notice tone="warn" title={t("lostTitle")}>
          {state.why && <p>{foreignWords(state.why, answers).title}</p>}
          <p>{t("lostDetail")}</p>
        </Notice>
      )}
      {state.step === "offline" && (
        <Notice role="alert" tone="warn" title={t("offlineTitle")}>
          <p className="flex items-center gap-2">
            <Spinner /> <span>{t("offlineDetail")}</span>
          </p>
        </Notice>
      )}
      {!sent && (
        <div className="flex flex-wrap justify-center gap-2">
          <Button look="quiet" size="sm" onClick={onCancel}>
            {t("cancel")}
          </Button>
          {asking && (
            <Button look="quiet" size="sm" onClick={onOtherWallet}>
              {t("otherWallet")}
            </Button>
          )}
        </div>
      )}
      {state.step === "signing" && <WhatIsSigned offer={offer} />}
    </>
  );
}

/** What a wallet may show, said while it is open. */
function MayShow({ offer }: { offer: Offer }) {
  const t = useWords("payments");
  const atomic = (
    <bdi translate="no" className="font-mono">
      {offer.amount}
    </bdi>
  );
  return (
    <p className="text-sm">{t.rich("walletShows", { atomic, price: <bdi>{offerPrice(offer, t.locale)}</bdi> })}</p>
  );
}

function paySteps(t: Words<"payments">, { step }: PayState): Step[] {
  const signed = step === "confirming" || step === "paid";
  return [
    { label: signed ? t("signed") : t("waitingForSignature"), state: signed ? "done" : "now" },
    { label: t("confirmingStep"), state: step === "paid" ? "done" : signed ? "now" : "later" },
    { label: t("paid"), state: step === "paid" ? "done" : "later" },
  ];
}

type PriceChangedProps = {
  offer: Offer;
  state: Extract<PayState, { step: "price-changed" }>;
  onAccept: () => void;
};

/** Shows the new price before anything is signed. */
export function PriceChanged({ offer, state, onAccept }: PriceChangedProps) {
  const t = useWords("payments");
  const before = offerPrice(state.before, t.locale);
  const now = offerPrice(state.offer, t.locale);
  return (
    <Notice role="alert" tone="warn" title={before === now ? t("changedPayee") : t("changedPrice")}>
      <p>
        {t.rich("changedDetail", {
          before: <bdi>{before}</bdi>,
          now: <bdi className="font-semibold">{now}</bdi>,
          network: <bdi>{offer.networkName}</bdi>,
        })}
      </p>
      <Button onClick={onAccept}>{t("pay", { price: now })}</Button>
    </Notice>
  );
}
