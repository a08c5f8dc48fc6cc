import type { Offer } from "@/lib/files/schema";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { type Step, Steps } from "../ui/steps";
import { offerPrice } from "./offer-price";
import { PayButton } from "./pay-button";
import type { PayState, Trouble } from "./pay-machine";

/** While something goes on: the button says what, and the way out is open until the payment is sent. */
export function Working({ state, price, onCancel }: { state: PayState; price: string; onCancel: () => void }) {
  const sent = state.step === "confirming" || state.step === "paid";
  const asking = state.step === "signing" || state.step === "switching" || state.step === "connecting";
  const words = sent ? "Confirming…" : asking ? "Confirm in your wallet…" : undefined;
  return (
    <>
      <PayButton price={price} busy words={words} />
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
    { label: signed ? "Signed" : "Waiting for your signature", state: signed ? "done" : "now" },
    { label: "Confirming", state: step === "paid" ? "done" : signed ? "now" : "later" },
    { label: "Paid", state: step === "paid" ? "done" : "later" },
  ];
}

type PriceChangedProps = {
  offer: Offer;
  state: Extract<PayState, { step: "price-changed" }>;
  onAccept: () => void;
};

/** Shows the new price before anything is signed. */
export function PriceChanged({ offer, state, onAccept }: PriceChangedProps) {
  const before = offerPrice(state.before);
  const now = offerPrice(state.offer);
  return (
    <Notice
      role="alert"
      tone="warn"
      title={
        before === now
          ? "The seller changed where the money goes since you opened this page."
          : "The seller changed the price since you opened this page."
      }
    >
      <p>
        It was <bdi>{before}</bdi>; now it is <bdi className="font-semibold">{now}</bdi> on {offer.networkName}. Nothing
        was signed and nothing was charged.
      </p>
      <Button onClick={onAccept}>
        Pay <bdi>{now}</bdi>
      </Button>
    </Notice>
  );
}

type FailedProps = { trouble: Trouble; onRetry: () => void; onOtherWallet: () => void };

/** A known failure: what happened, that nothing was charged, and what may be done. */
export function Failed({ trouble, onRetry, onOtherWallet }: FailedProps) {
  return (
    <Notice role="alert" tone={trouble.code === "rejected" ? "info" : "bad"} title={trouble.title}>
      {trouble.detail && <p>{trouble.detail}</p>}
      <div className="flex flex-wrap gap-2">
        {trouble.next === "retry" && (
          <Button onClick={onRetry} size="sm">
            Try again
          </Button>
        )}
        {trouble.otherWallet && (
          <Button look="secondary" size="sm" onClick={onOtherWallet}>
            Use another wallet
          </Button>
        )}
      </div>
    </Notice>
  );
}
