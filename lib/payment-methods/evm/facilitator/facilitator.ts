import "server-only";
import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import type { ErrorCode } from "@/lib/errors";
import type { Address, Network } from "@/lib/payment-methods/evm/chain/networks";
import type { SoldOffer } from "@/lib/payment-methods/evm/chain-backup/sale-mark";
import type { Purpose } from "@/lib/payment-methods/evm/gas/send-transaction";

export type VerifyOutcome = { valid: true } | { valid: false; reason: string };

/**
 * A facilitator's answer about a settlement. `unconfirmed`: money may have moved, and only the chain can tell.
 */
export type SettleOutcome =
  | { kind: "settled"; transaction: `0x${string}` }
  /**
   * The payer's wallet could not be deployed, or needs more gas than this server pays for. It is certain that nothing
   * that moves money was signed or sent.
   */
  | { kind: "wallet-unsupported"; why: "not-made" | "too-much-gas" }
  | { kind: "unconfirmed"; reason: string; transaction: `0x${string}` | null };

/** What a settlement is for. */
export type Settlement = {
  transferId: string;
  sellerId: string;
  /** Whether the transfer is still to be settled: asked inside the transaction that stores what is signed. */
  mayStillSend: Purpose["mayStillSend"];
} & (
  | { kind: "settlement"; offer: SoldOffer }
  /** The payment is refunded; payer is the seller's wallet. */
  | { kind: "refund" }
);

/** Verifies and settles payments: `embedded` (this server's own gas key) or `remote` (HTTP). */
export interface Facilitator {
  readonly name: string;
  /** Asks whether the payment would settle. Moves nothing. @throws FacilitatorUnavailable */
  verify(payload: PaymentPayload, requirements: PaymentRequirements): Promise<VerifyOutcome>;
  /**
   * Sends the payment to the chain and waits for it. Any error after something may have been sent is `unconfirmed`.
   *
   * @throws FacilitatorUnavailable only when it is certain that nothing was signed or sent
   */
  settle(payload: PaymentPayload, requirements: PaymentRequirements, settlement: Settlement): Promise<SettleOutcome>;
  /**
   * Whether it settles x402 version 2, scheme `exact`, on this chain. @throws FacilitatorUnavailable when it cannot be asked
   */
  supports(chainId: number): Promise<boolean>;
  /**
   * The smallest payment (atomic units) for which it would call this factory (lower case) to make the payer's wallet
   * (ERC-6492), as far as it knows; null when it would not.
   */
  deploysFrom(network: Network, factory: Address): bigint | null;
  /** The accounts (lower-case) whose transactions are its settlements on this chain, as far as it knows. Never throws. */
  signers(chainId: number): Promise<string[]>;
}

/** The facilitator is unavailable; nothing that moves money was sent. */
export class FacilitatorUnavailable extends Error {
  override name = "FacilitatorUnavailable";
  /** What the buyer is told. */
  readonly code: Extract<ErrorCode, "facilitator_unavailable" | "settlements_spent">;
  /** Seconds after which asking again may help, where that is known. */
  readonly retryAfter: number | undefined;

  constructor(
    message: string,
    options: { cause?: unknown; code?: FacilitatorUnavailable["code"]; retryAfter?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.code = options.code ?? "facilitator_unavailable";
    this.retryAfter = options.retryAfter;
  }
}

/** By name: one process holds several copies of a module, and the facilitator may be another copy's. */
export function isFacilitatorUnavailable(error: unknown): error is FacilitatorUnavailable {
  return error instanceof Error && error.name === "FacilitatorUnavailable";
}

/** A transaction hash in one spelling, or null for the empty text and anything else. */
export function asTransaction(text: string | undefined): `0x${string}` | null {
  return text && /^0x[0-9a-fA-F]{64}$/.test(text) ? (text.toLowerCase() as `0x${string}`) : null;
}
