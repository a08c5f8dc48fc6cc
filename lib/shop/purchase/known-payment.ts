import "server-only";
import { systemClock } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { findLiveGrantOfOrder } from "@/lib/entitlements/grant";
import { findHold, findIdentified, IDENTIFIER_TTL, type KnownHold } from "@/lib/payments/hold";
import { SETTLED_BY_ANOTHER } from "@/lib/payments/reasons";
import { type PaymentRow, paymentState } from "@/lib/payments/rows";
import { isUnresolved, wasPaid } from "@/lib/payments/states";
import type { FileForSale } from "@/lib/products/files/find-file";
import { identifierHash } from "@/lib/protocols/x402/payment-identifier";
import type { NotGiven, Outcome } from "./outcome";
import { isSigned, type Presented, type Signed } from "./read-payment";
import { rejectWithChallenge } from "./reject-with-challenge";
import { restoreAccess } from "./restore-access";
import { whyNotForSale } from "./why-not-for-sale";

/** What a presentation contains besides the payment. */
type Presenter = { chosenClaimToken: string | null; version?: number; now: Date };

/**
 * The outcome for a payment that was presented before, or whose payment identifier was; null for a new one. Money that
 * may have moved is checked before whether the file is still sold (rules 3a and 7).
 */
export async function findKnown(
  file: FileForSale,
  presented: Presented,
  presenter: Presenter,
): Promise<Outcome | null> {
  if (!isSigned(presented)) return null;
  const hold = await findHold(db(), presented.authorization.replayKey);
  if (hold) return answerKnown(file, hold, presented, presenter);
  const taken = await findIdentified(db(), hashOf(file, presented), presenter.now);
  return taken ? identifierConflict(taken) : null;
}

/** The outcome for an authorization that already has a hold. */
export async function answerKnown(
  file: FileForSale,
  hold: KnownHold,
  presented: Signed,
  presenter: Presenter,
): Promise<Outcome> {
  const { transfer: payment } = hold;
  if (payment && isSameRequest(file.id, hold, payment, presented, presenter.now)) {
    if (isUnresolved(payment.state)) {
      return { kind: "settlement-unknown", payment, claimToken: null, settlement: null };
    }
    const grant = await findLiveGrantOfOrder(db(), payment.id, presenter.now);
    if (grant && wasPaid(paymentState(payment))) return restoreAccess(file, grant, presenter);
  }
  // Failed for good: the chain showed that this authorization can move nothing any more. Paying again is safe.
  if (payment?.state === "failed") {
    return (
      whyNotForSale(file, systemClock.now()) ??
      rejectWithChallenge(
        file,
        "nonce_already_used",
        "This payment did not go through and cannot any more. Sign a new one.",
      )
    );
  }
  const detail =
    payment === null || wasPaid(paymentState(payment))
      ? "This authorization was already used here. A payment header is public once it was sent, so it opens nothing by itself: use the claim token, the recovery link or a signature by the wallet that paid (sign-in-with-x)."
      : "This authorization was presented before and its payment is not finished. Ask its status; do not sign another.";
  return { kind: "payment-known", code: "payment_known", paymentId: payment?.id ?? null, detail };
}

/**
 * The identical payment with the identical identifier within a day (rule 5). Not if somebody else's transaction moved
 * the money: then the person who presented it here, even with the identifier, need not be the payer (rule 3d).
 */
export function isSameRequest(
  productId: string,
  hold: KnownHold,
  payment: PaymentRow,
  presented: Signed,
  now: Date,
): boolean {
  if (presented.identifier === null || hold.productId !== productId) return false;
  if (hold.identifierHash !== hashOf({ id: productId }, presented)) return false;
  if (now.getTime() - hold.createdAt.getTime() >= IDENTIFIER_TTL || payment.reason === SETTLED_BY_ANOTHER) return false;
  const { signature, payee, amount, signed } = presented.authorization;
  return (
    presented.method.isSameSignature(payment.signature, signature) &&
    payment.payee === payee &&
    payment.amount === amount.toString() &&
    payment.signed === signed
  );
}

function hashOf(file: { id: string }, { authorization, identifier }: Signed): string | null {
  return identifierHash(file.id, authorization.payer, identifier);
}

/** An authorization that failed for another file and may still be used for that one. */
export function boundElsewhere(paymentId: string): NotGiven {
  return {
    kind: "payment-known",
    code: "payment_known",
    paymentId,
    detail: "This authorization was presented for another file before. Sign a new one for this file.",
  };
}

/** An authorization that would only have served as a proof, while a transaction that uses it is pending. */
export const onItsWayElsewhere: NotGiven = {
  kind: "payment-known",
  code: "payment_known",
  paymentId: null,
  detail:
    "This authorization is on its way to the network already, so others have seen it and it opens nothing. Use the claim token, the recovery link or a signature by the wallet that paid (sign-in-with-x). Nothing more was charged.",
};

/** The extension's 409: one identifier, two payments. Nothing of the second one is stored or sent. */
export function identifierConflict({ transferId }: KnownHold): NotGiven {
  return {
    kind: "payment-known",
    code: "payment_identifier_conflict",
    paymentId: transferId,
    detail:
      "Present the identical payment again to go on with it, or choose a new identifier. The payment that came with this request was sent to nobody.",
  };
}
