import { z } from "zod";
import type { PaymentState } from "@/lib/payments/schema";
import type { Preview } from "@/lib/previews/schema";
import type { OpenMember } from "@/lib/products/bundles/schema";
import { REFUND_POLICIES } from "@/lib/refunds/schema";

/** Shapes of purchases as routes return them, shared with the browser and the command line. */

/** Response and request headers of our own; the protocol's are `PAYMENT-REQUIRED`, `-SIGNATURE` and `-RESPONSE`. */
export const PAYMENT_ID_HEADER = "Payment-Id";
/** Request: opens a grant. Response: the token of the new grant. Never logged. */
export const CLAIM_TOKEN_HEADER = "Claim-Token";

/** Request, with `given`: the buyer states that the right of withdrawal ends with the download, where this server asks for it. */
export const WITHDRAWAL_WAIVER_HEADER = "Withdrawal-Waiver";

/** `GET /api/payments/{paymentId}`: state only, never a secret. */
export type PaymentStatus = {
  id: string;
  /** What was paid for: a file, or storage for a file or an upload. */
  kind: "file" | "storage";
  /** Null for the storage of an upload that is not published. */
  fileId: string | null;
  /** Of storage that was paid for an upload. */
  uploadId: string | null;
  state: PaymentState;
  /** True while money may still move: ask again. */
  pending: boolean;
  reason: string | null;
  transaction: string | null;
  network: string;
  /** ISO 8601: when the authorization expires. If it is unused then, the payment fails for good a few blocks later. */
  expiresAt: string;
  updatedAt: string;
};

const hex = (bytes: number) =>
  z.string().regex(new RegExp(`^0x[0-9a-fA-F]{${2 * bytes}}$`), `is not ${bytes} bytes of hex`);
const digits = z.string().regex(/^(?:0|[1-9]\d{0,77})$/, "is not a whole number");

/** `GET /api/payments/{paymentId}/receipt`: what was paid for what, and where the chain shows it. */
export const receiptSchema = z.object({
  paymentId: z.string().max(64),
  fileId: z.string().max(64),
  fileName: z.string().max(1_024),
  /** The file's title and its seller's name as they are now; null in receipts of older versions, and without a name. */
  title: z.string().max(1_024).nullable().default(null),
  sellerName: z.string().max(1_024).nullable().default(null),
  /** Which version of the file was bought: the bytes of this hash. */
  version: z.number().int().positive().default(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256"),
  /** Bytes. */
  size: z.number().int().nonnegative(),
  /** Of a bundle: its files, in their order. Then `sha256` is that of this list, written as a manifest. */
  bundle: z
    .array(
      z.object({
        fileId: z.string().max(64),
        name: z.string().max(1_024),
        size: z.number().int().nonnegative(),
        sha256: z.string().regex(/^[0-9a-f]{64}$/, "is not a SHA-256"),
        /** ISO 8601: its date in the archive. */
        createdAt: z.iso.datetime(),
      }),
    )
    .max(100)
    .optional(),
  /** Exact USD. */
  price: z.string().max(32),
  /** Atomic units. */
  amount: digits,
  /** CAIP-2. */
  network: z.string().max(64),
  /** The name for people: "Base". */
  networkName: z.string().max(64),
  asset: hex(20),
  /** Of the token: what `amount` counts in. */
  symbol: z.string().max(64),
  decimals: z.number().int().nonnegative(),
  payer: hex(20),
  payTo: hex(20),
  /** Of the authorization (EIP-3009): with the payer it identifies this transfer. */
  nonce: hex(32),
  transaction: hex(32),
  /** In the network's block explorer; null if there is none. */
  transactionUrl: z.string().max(300).nullable(),
  /** Index in the block of the `Transfer` log. */
  logIndex: z.number().int().nonnegative(),
  blockNumber: digits,
  /** ISO 8601: when the block was made. */
  blockTime: z.iso.datetime(),
  /** ISO 8601: when the sale was recorded here. */
  settledAt: z.iso.datetime(),
  /** ISO 8601: until when the buyer may download. */
  downloadUntil: z.iso.datetime().nullable().default(null),
  /** ISO 8601: access without a date lasts as long as the file is kept: until when that was paid for; else null. */
  keptUntil: z.iso.datetime().nullable().default(null),
  /** The seller's refund policy when this was bought. */
  refundPolicy: z.enum(REFUND_POLICIES).nullable().default(null),
  /** Likewise, in the seller's own words. */
  refundNote: z.string().max(1_024).nullable().default(null),
  /**
   * ISO 8601: when the buyer agreed that the download starts at once and the right of withdrawal ends with it (Directive
   * 2011/83/EU, article 16(m)); null if that was not stated.
   */
  withdrawalWaivedAt: z.iso.datetime().nullable().default(null),
  /** The seller's refund, to the payer and in the same token and network; null if there was none. */
  refund: z
    .object({
      /** Atomic units. */
      amount: digits,
      /** The seller's wallet. */
      payer: hex(20),
      transaction: hex(32),
      transactionUrl: z.string().max(300).nullable(),
      /** ISO 8601: when the block was made. */
      blockTime: z.iso.datetime(),
      /** True when the buyer's access ended with it. */
      endsAccess: z.boolean(),
    })
    .nullable()
    .default(null),
});

export type Receipt = z.output<typeof receiptSchema>;

/** A version that somebody with access may download. */
export type OpenVersion = {
  number: number;
  name: string;
  /** As the server found it in the bytes. */
  mediaType: string;
  /** Names of the codecs in a film or a sound; empty if they are not known. */
  codecs: string[];
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
  /** ISO 8601. */
  createdAt: string;
  /** Of a bundle: its files. `ticketUrl` with `&member=` and a `fileId` downloads that one alone. */
  members?: OpenMember[];
};

/** `POST /api/files/{fileId}/purchase` once access is given. */
export type PurchaseResult = {
  access: "paid" | "gift" | "owner" | "free";
  fileId: string;
  /** What `ticketUrl` downloads. */
  version: number;
  /**
   * All versions that may be downloaded now, the newest first. Another one: the same request with `?version=` and its number.
   */
  versions: OpenVersion[];
  /** A download URL valid for 15 minutes; ask again for a new one. */
  ticketUrl: string;
  /** ISO 8601; null if access has no end. */
  downloadUntil: string | null;
  /** Only in the answer that made the grant. */
  claimToken?: string;
  /** `/r#token`: opens the file on any device. Only with `claimToken`. */
  recoveryUrl?: string;
  receipt: Receipt | null;
};

/** `POST /api/files/{fileId}/test-purchase`, by its seller. */
export type TestPurchase = {
  /** What `ticketUrl` downloads. */
  version: number;
  /** The seller's own download URL, valid for 15 minutes. */
  ticketUrl: string;
};

/** Members that a 503 `settlement_unknown` and a 409 `payment_known` add to problem+json. */
export type PendingPayment = { paymentId: string; statusUrl: string; claimToken?: string; recoveryUrl?: string };

/** `POST /api/claims`: the token behind `/r#`. With `look`, no cookies are set. */
export const claimSchema = z.strictObject({ token: z.string().max(200), look: z.boolean().optional() });

/** `POST /api/files/{fileId}/claim`: keeps it in this browser; with `replace` also in place of another purchase. */
export const keepClaimSchema = z.strictObject({ token: z.string().max(200), replace: z.boolean().optional() });

export type ClaimExchange = {
  fileId: string;
  fileUrl: string;
  title: string;
  /** The picture that the file's page shows. */
  preview: Preview | null;
  name: string;
  /** Bytes. */
  size: number;
  /** True while the payment is still being confirmed: ask again. */
  pending: boolean;
  /** The payment that is being confirmed: its status shows the outcome. Null once there is access. */
  pendingPaymentId: string | null;
  /** Valid for 15 minutes; null while pending. */
  ticketUrl: string | null;
  /** ISO 8601; null while pending. */
  downloadUntil: string | null;
};
