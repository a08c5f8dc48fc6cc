import { z } from "zod";
import { signatureSchema } from "@/lib/payment-methods/evm/chain/schema";
import type { PaymentState } from "@/lib/payments/schema";
import type { Seller } from "@/lib/products/files/schema";
import type { RefundView } from "@/lib/refunds/schema";
import { REFUND_POLICIES, type RefundPolicy } from "@/lib/refunds/schema";
import { ACCENT_MAX, CONTACT_MAX, HOMEPAGE_MAX, NAME_MAX, REFUND_NOTE_MAX, WORDS_MAX } from "./limits";

/** The seller's dashboard and profile, shared with the browser. */

/** `PATCH /api/profile`: omitted fields stay; an empty text removes a field. */
export const profileSchema = z
  .strictObject({
    name: z.string().trim().max(NAME_MAX, `A name has at most ${NAME_MAX} characters.`).optional(),
    contact: z.string().trim().max(CONTACT_MAX, `A contact has at most ${CONTACT_MAX} characters.`).optional(),
    refundPolicy: z.enum(REFUND_POLICIES).nullable().optional(),
    refundNote: z.string().trim().max(REFUND_NOTE_MAX, `Use at most ${REFUND_NOTE_MAX} characters.`).optional(),
    /** `#rrggbb`: the colour of the pages of files. */
    accent: z.string().trim().max(ACCENT_MAX, "Write a colour as # and six hexadecimal digits.").optional(),
    /** Markdown, on the seller's page. */
    words: z.string().trim().max(WORDS_MAX, `Use at most ${WORDS_MAX} characters.`).optional(),
    /** `https://…`, on the seller's page. */
    homepage: z.string().trim().max(HOMEPAGE_MAX, `Use at most ${HOMEPAGE_MAX} characters.`).optional(),
  })
  .refine((changes) => Object.values(changes).some((value) => value !== undefined), "Nothing to change.");
export type ProfileChange = z.infer<typeof profileSchema>;

/** `GET /api/profile`, and the answer of PATCH and of a new payout address. */
export type Profile = Seller & {
  /** `#rrggbb`, or null: as the operator chose it. */
  accent: string | null;
  words: string | null;
  homepage: string | null;
  /** The name of the seller's page, and its URL; null until one is chosen. */
  handle: string | null;
  page: string | null;
  /** The URL of the picture. */
  picture: string | null;
  /** 0 for a plain key, else the chain of the account that is a contract. */
  chainId: number;
  /** With its checksum (EIP-55). */
  payTo: string;
  /** The names of this server's networks on which the payout address can receive. */
  payToNetworks: string[];
  /** True after a restore without a journal: nothing is sold until the seller confirms this address or another one. */
  payoutHeld: boolean;
};

/** `POST /api/profile/payout/statement`: what the signed-in wallet has to sign. */
export const payoutSchema = z.strictObject({
  payTo: z.string().trim().max(100),
  /** The network that the wallet is on; for a contract account its own. */
  chainId: z.int().positive(),
  /** True rejects payments to the old address immediately, for a lost key. Otherwise they are accepted for ten more minutes. */
  revokeOld: z.boolean(),
});
export type PayoutChange = z.infer<typeof payoutSchema>;

/** Its response. `message` is EIP-4361 text, valid for ten minutes. */
export type PayoutStatement = { message: string; nonce: string; issuedAt: string };

/** `POST /api/profile/payout`: the same with the signature. */
export const signedPayoutSchema = payoutSchema.extend({
  nonce: z.string().max(200),
  issuedAt: z.iso.datetime({ precision: 3 }),
  signature: signatureSchema,
});
export type SignedPayout = z.infer<typeof signedPayoutSchema>;

export type Sale = {
  paymentId: string;
  fileId: string;
  fileTitle: string;
  /** ISO 8601: when it was settled, else when it was presented. */
  at: string;
  /** Exact USD. */
  amount: string;
  /** "settled", or what is being confirmed. */
  state: PaymentState;
  payer: string;
  chainId: number;
  /** Lower case: where the money went. */
  payTo: string;
  /** Lower case: the payout address now and the wallet that signed in, which may refund as well. */
  wallets: string[];
  /** What was paid, in atomic units of the token. */
  paid: { amount: string; symbol: string; decimals: number };
  /** The seller's refund policy when it was bought. */
  refundPolicy: RefundPolicy | null;
  refundNote: string | null;
  /** True when the seller owes it back: a decision of the operator keeps its buyer from the file. */
  refundDue: boolean;
  /** The newest refund attempt; null if there was none. */
  refund: RefundView | null;
  /** What its buyer wrote to the seller: still to be answered, done, or nothing. */
  message: "open" | "done" | null;
  /** CAIP-2. */
  network: string;
  networkName: string;
  transaction: string | null;
  transactionUrl: string | null;
};

/** A file whose bytes this server has lost. */
export type LostFile = {
  id: string;
  title: string;
  url: string;
  /** ISO 8601: when the operator recorded it. */
  at: string;
};

/** One page of a seller's sales, the newest first. */
export type SalesPage = {
  sales: Sale[];
  /** True when there are older ones: `GET /api/sales?before=` with the `paymentId` of the last of them. */
  olderSales: boolean;
};
