import { z } from "zod";

/** Shapes of payments as doors answer them, shared with the browser and the command line. */

export const PAYMENT_STATES = ["reserved", "settling", "settled", "failed", "unknown", "reverted", "refunded"] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** Response and request headers of our own; the protocol's are `PAYMENT-REQUIRED`, `-SIGNATURE` and `-RESPONSE`. */
export const PAYMENT_ID_HEADER = "Payment-Id";
/** Request: opens a grant. Response: the token of the grant that was just made. Never logged. */
export const CLAIM_TOKEN_HEADER = "Claim-Token";

/** `GET /api/payments/{paymentId}`: state only, never a secret. */
export type PaymentStatus = {
  id: string;
  fileId: string;
  state: PaymentState;
  /** True while money may still move: ask again. */
  pending: boolean;
  reason: string | null;
  transaction: string | null;
  network: string;
  updatedAt: string;
};

export type Receipt = {
  paymentId: string;
  fileId: string;
  fileName: string;
  sha256: string;
  /** Bytes. */
  size: number;
  /** Exact USD. */
  price: string;
  /** Atomic units. */
  amount: string;
  /** CAIP-2. */
  network: string;
  asset: string;
  payer: string;
  payTo: string;
  transaction: string;
  blockNumber: string;
  /** ISO 8601. */
  settledAt: string;
};

/** `POST /api/files/{fileId}/purchase` once access is given. */
export type PurchaseResult = {
  access: "paid" | "owner" | "free";
  fileId: string;
  /** A download URL good for 15 minutes; ask again for a new one. */
  ticketUrl: string;
  /** ISO 8601; null where access has no end of its own. */
  downloadUntil: string | null;
  /** Only in the answer that made the grant. */
  claimToken?: string;
  /** `/r#token`: opens the file on any device. Only with `claimToken`. */
  recoveryUrl?: string;
  receipt: Receipt | null;
};

/** Members that a 503 `settlement_unknown` and a 409 `payment_known` add to problem+json. */
export type PendingPayment = { paymentId: string; statusUrl: string; claimToken?: string; recoveryUrl?: string };

/** `POST /api/claims`: the token behind `/r#`. */
export const claimSchema = z.strictObject({ token: z.string().max(200) });

export type ClaimExchange = {
  fileId: string;
  fileUrl: string;
  title: string;
  name: string;
  /** Bytes. */
  size: number;
  /** True while the payment is still being confirmed. */
  pending: boolean;
  /** Good for 15 minutes; null while pending. */
  ticketUrl: string | null;
  /** ISO 8601; null while pending. */
  downloadUntil: string | null;
};
