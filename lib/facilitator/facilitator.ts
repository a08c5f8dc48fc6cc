import "server-only";
import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";

export type VerifyOutcome = { valid: true } | { valid: false; reason: string };

/**
 * What a facilitator said of a settlement. Anything but a plain success is `unconfirmed`: money may have moved, and
 * only the chain can tell.
 */
export type SettleOutcome =
  | { kind: "settled"; transaction: `0x${string}` }
  | { kind: "unconfirmed"; reason: string; transaction: `0x${string}` | null };

/** Verifies and settles payments: `embedded` (this server's own gas key) or `remote` (HTTP). */
export interface Facilitator {
  readonly name: string;
  /** Asks whether the payment would settle. Moves nothing. @throws FacilitatorUnavailable */
  verify(payload: PaymentPayload, requirements: PaymentRequirements): Promise<VerifyOutcome>;
  /** Sends the payment to the chain and waits for it. Never throws: an error is `unconfirmed`. */
  settle(payload: PaymentPayload, requirements: PaymentRequirements): Promise<SettleOutcome>;
  /** The accounts (lower-case) whose transactions are its settlements on this chain, as far as it can say. Never throws. */
  settlers(chainId: number): Promise<string[]>;
}

/** The facilitator cannot be asked right now; nothing was handed out that moves money. */
export class FacilitatorUnavailable extends Error {
  override name = "FacilitatorUnavailable";
}

/** A transaction hash in one spelling, or null for the empty text and anything else. */
export function asTransaction(text: string | undefined): `0x${string}` | null {
  return text && /^0x[0-9a-fA-F]{64}$/.test(text) ? (text.toLowerCase() as `0x${string}`) : null;
}
