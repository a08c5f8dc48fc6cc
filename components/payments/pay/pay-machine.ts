import type { Offer } from "@/lib/offers/schema";
import type { ForeignTrouble, PayTrouble } from "./trouble-words";

/** The steps of paying, as a pure reducer: what the page shows is one of these, and nothing else. */

/** `Result`: what the server answers once it is paid. */
export type PayState<Result = unknown> =
  | { step: "idle" }
  /** The wallet code is on its way. */
  | { step: "loading" }
  | { step: "choosing"; trouble: PayTrouble | null }
  | { step: "connecting"; wallet: string }
  | { step: "checking" }
  /** The server cannot be reached, and nothing was signed yet: the page retries by itself. */
  | { step: "offline" }
  | { step: "switching"; network: string }
  /** The seller changed the terms since the page was rendered. */
  | { step: "price-changed"; before: Offer; offer: Offer }
  /**
   * `missing` in atomic units. `signedUntil`: an authorization waits and is presented again when the money is there, if
   * that is before this time (ms, this browser's clock).
   */
  | { step: "no-funds"; payer: string; missing: string; signedUntil: number | null }
  | { step: "signing" }
  /**
   * Sent. `lost`: there was no response of the server, and the same authorization is being sent again. `why`: somebody else
   * answered.
   */
  | { step: "confirming"; lost: boolean; why?: ForeignTrouble | null }
  /** The outcome is unknown to the server too; it checks the chain. */
  | { step: "pending"; paymentId: string; recoveryUrl: string | null }
  /** Paid while the operator had stopped the sale: it gives nothing for now, and the seller owes the money back. */
  | { step: "owed"; recoveryUrl: string | null }
  /** Paid, but this browser lost the claim token: one more signature proves the payer. Nothing is charged for it. */
  | { step: "prove" }
  | { step: "paid"; result: Result; recoveryUrl: string | null }
  | { step: "failed"; trouble: PayTrouble };

export type PayEvent<Result = unknown> =
  | { type: "started" }
  | { type: "choose"; trouble?: PayTrouble }
  | { type: "connecting"; wallet: string }
  | { type: "checking" }
  | { type: "offline" }
  | { type: "switching"; network: string }
  | { type: "price-changed"; before: Offer; offer: Offer }
  | { type: "no-funds"; payer: string; missing: string; signedUntil: number | null }
  | { type: "signing" }
  | { type: "sent" }
  | { type: "lost"; why?: ForeignTrouble | null }
  | { type: "pending"; paymentId: string; recoveryUrl: string | null }
  | { type: "owed"; recoveryUrl: string | null }
  | { type: "prove" }
  | { type: "paid"; result: Result; recoveryUrl: string | null }
  | { type: "failed"; trouble: PayTrouble }
  | { type: "cancelled" };

type Step = PayState["step"];

/** Steps in which no money can be moving: the person may cancel. */
const open: readonly Step[] = [
  "idle",
  "loading",
  "choosing",
  "connecting",
  "checking",
  "offline",
  "switching",
  "price-changed",
  "no-funds",
  "signing",
  "prove",
  "failed",
];

/**
 * The steps in which an event is accepted; in all others it is ignored. From `confirming` and `pending`, where money
 * may be moving, only a response leads on: no second signature, no way back, no "Try again".
 */
const from: Record<PayEvent["type"], readonly Step[]> = {
  started: ["idle", "failed", "no-funds", "price-changed", "prove"],
  choose: [
    "idle",
    "loading",
    "choosing",
    "connecting",
    "checking",
    "switching",
    "no-funds",
    "signing",
    "failed",
    "prove",
  ],
  connecting: ["choosing", "loading"],
  checking: ["loading", "connecting", "choosing", "offline", "switching", "price-changed", "no-funds"],
  offline: ["checking"],
  switching: ["checking", "price-changed"],
  "price-changed": ["checking"],
  "no-funds": ["checking", "switching", "price-changed", "confirming"],
  signing: ["checking", "switching", "no-funds"],
  // From `loading` and `no-funds`, an earlier authorization is presented again.
  sent: ["signing", "loading", "no-funds"],
  lost: ["confirming"],
  pending: ["idle", "checking", "confirming"],
  owed: ["confirming", "pending"],
  prove: ["confirming", "pending"],
  paid: ["loading", "checking", "confirming", "pending"],
  failed: [...open, "confirming", "pending"],
  cancelled: open,
};

export function payReducer<Result>(state: PayState<Result>, event: PayEvent<Result>): PayState<Result> {
  if (!from[event.type].includes(state.step)) return state;
  switch (event.type) {
    case "started":
      return { step: "loading" };
    case "choose":
      return { step: "choosing", trouble: event.trouble ?? null };
    case "connecting":
      return { step: "connecting", wallet: event.wallet };
    case "checking":
      return { step: "checking" };
    case "offline":
      return { step: "offline" };
    case "switching":
      return { step: "switching", network: event.network };
    case "price-changed":
      return { step: "price-changed", before: event.before, offer: event.offer };
    case "no-funds":
      return { step: "no-funds", payer: event.payer, missing: event.missing, signedUntil: event.signedUntil };
    case "signing":
      return { step: "signing" };
    case "sent":
      return { step: "confirming", lost: false };
    case "lost":
      return { step: "confirming", lost: true, ...(event.why ? { why: event.why } : {}) };
    case "pending":
      return { step: "pending", paymentId: event.paymentId, recoveryUrl: event.recoveryUrl };
    case "owed":
      return { step: "owed", recoveryUrl: event.recoveryUrl };
    case "prove":
      return { step: "prove" };
    case "paid":
      return { step: "paid", result: event.result, recoveryUrl: event.recoveryUrl };
    case "failed":
      return { step: "failed", trouble: event.trouble };
    case "cancelled":
      return { step: "idle" };
  }
}
