import { z } from "zod";
import type { PaymentState } from "@/lib/payments/schema";
import type { FileFacts } from "@/lib/previews/facts/schema";
import type { Preview } from "@/lib/previews/schema";
import type { RefundPolicy } from "@/lib/refunds/schema";

/** "My purchases", shared with the browser. */

/** One payment of a wallet, and the access that is left. */
export type Purchase = {
  paymentId: string;
  fileId: string;
  fileUrl: string;
  title: string;
  /** The picture that the file's page shows. */
  preview: Preview | null;
  /** Of the purchased version. */
  name: string;
  /** Of that version, as the server detected it in the bytes. */
  mediaType: string;
  /** Names of the codecs in a film or a sound; empty if they are not known. */
  codecs: string[];
  /** What is known of the content of that version; null if nothing is. */
  facts: FileFacts | null;
  /** Bytes, of the version that was bought. */
  size: number;
  version: number;
  /** Exact USD. */
  price: string;
  /** CAIP-2. */
  network: string;
  /** The name for people: "Base". */
  networkName: string;
  /** ISO 8601: when it was settled, else when it was presented. */
  at: string;
  state: PaymentState;
  /** True while money may still move. */
  pending: boolean;
  /**
   * `open`: can be downloaded. `waiting`: once the payment is confirmed. `ended`: the download period has ended.
   * `gone`: the bytes are no longer stored. `revoked`: the seller ended the access.
   * `withheld`: the operator closed the file. `refund-due`: paid while the operator had stopped the sale.
   */
  access: "open" | "waiting" | "ended" | "gone" | "revoked" | "withheld" | "refund-due";
  /** ISO 8601; null when there never was access, or when it has no end of its own. */
  downloadUntil: string | null;
  /** ISO 8601: until when keeping the file is paid for, where access lasts as long as that; else null. */
  keptUntil: string | null;
  /** ISO 8601: until when keeping the file is paid for, whatever that means for this access; null if nobody pays. */
  fileKeptUntil: string | null;
  /** Whether the reader may pay for keeping the file longer. */
  mayExtend: boolean;
  /** Access has ended, and the file is on sale: it can be bought again. */
  mayBuyAgain: boolean;
  /** The seller's refund policy when this was bought. */
  refundPolicy: RefundPolicy | null;
  refundNote: string | null;
  /** The seller has answered a message about it. */
  hasAnswer: boolean;
  /** True when there is a receipt to show. */
  receipt: boolean;
};

/** `GET /api/purchases`. */
export type PurchaseList = {
  /** Lower case: the wallet that signed in. */
  address: string;
  /** 0 for a plain key, whose purchases on all networks are shown; else the network of the contract account. */
  chainId: number;
  /** The newest, or those before the payment given by `?before=`. */
  purchases: Purchase[];
  /** True when there are older ones: ask again with `?before=` and the payment id of the last one. */
  older: boolean;
};

/** `POST /api/purchases/{paymentId}/open`. */
export const openPurchaseSchema = z.strictObject({
  /** The number of one of the versions that may be downloaded; the newest by default. */
  version: z.number().int().positive().max(1e9).optional(),
});

/** `POST /api/purchases/{paymentId}/recovery-link`. */
export const renewLinkSchema = z.strictObject({
  /** True: links and browsers that opened this purchase until now no longer do. */
  endOthers: z.boolean(),
});

export type RenewedLink = { recoveryUrl: string };
