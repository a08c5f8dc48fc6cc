import { z } from "zod";
import { signatureSchema } from "@/lib/payment-methods/evm/chain/schema";

/** Refunds: the wallet of the seller, or for storage of the operator, pays the wallet that paid. Shared with the browser. */

/** A seller's refund policy, shown before anybody pays. */
export const REFUND_POLICIES = ["no-refunds", "if-faulty", "within-14-days"] as const;
export type RefundPolicy = (typeof REFUND_POLICIES)[number];

/** `open`: recorded, not yet sent. `confirming`: money may be moving. */
const REFUND_STATES = ["open", "confirming", "refunded", "failed"] as const;
export type RefundState = (typeof REFUND_STATES)[number];

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, "An address is 0x and 40 hex digits.");
const seconds = z.string().regex(/^(?:0|[1-9]\d{0,15})$/, "Write the time as Unix seconds.");

/** `POST /api/payments/{paymentId}/refund/statement`. */
export const refundSchema = z.strictObject({
  /**
   * The wallet that pays: of a seller the one that was paid, the payout address, or the one that signed in; of an operator the
   * one that storage was or is paid to.
   */
  from: address,
  /** Atomic units. All that was paid by default. */
  amount: z
    .string()
    .regex(/^[1-9]\d{0,77}$/, "Write the amount in the token's smallest unit.")
    .optional(),
});
export type RefundParams = z.output<typeof refundSchema>;

/** Its response: the document to sign (EIP-712 over EIP-3009 `TransferWithAuthorization`), valid for ten minutes. */
export type RefundStatement = {
  domain: { name: string; version: string; chainId: number; verifyingContract: string };
  message: { from: string; to: string; value: string; validAfter: string; validBefore: string; nonce: string };
};

/** `POST /api/payments/{paymentId}/refund`. */
export const signedRefundSchema = refundSchema.extend({
  validAfter: seconds,
  validBefore: seconds,
  signature: signatureSchema,
  /** True ends the buyer's access with the refund; false lets the buyer keep the file. */
  endsAccess: z.boolean(),
});
export type SignedRefund = z.output<typeof signedRefundSchema>;

/** A refund as its seller sees it. */
export type RefundView = {
  id: string;
  state: RefundState;
  reason: string | null;
  /** Exact, in the token. */
  amount: string;
  symbol: string;
  endsAccess: boolean;
  transaction: string | null;
  transactionUrl: string | null;
};
