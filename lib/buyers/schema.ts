import { z } from "zod";
import type { PaymentState } from "@/lib/payments/schema";
import type { RefundPolicy } from "@/lib/refunds/schema";

/** "My purchases", shared with the browser. */

/** One payment of a wallet, and what is left of it. */
export type Purchase = {
  paymentId: string;
  fileId: string;
  fileUrl: string;
  title: string;
  /** Of the version that was bought. */
  name: string;
  /** Of that version, as the server found it in the bytes. */
  mediaType: string;
  /** Bytes, of the version that was bought. */
  size: number;
  version: number;
  /** Exact USD. */
  price: string;
  /** CAIP-2. */
  network: string;
  /** As people say it: "Base". */
  networkName: string;
  /** ISO 8601: when it was settled, else when it was presented. */
  at: string;
  state: PaymentState;
  /** True while money may still move. */
  pending: boolean;
  /**
   * `open`: can be downloaded. `waiting`: once the payment is confirmed. `ended`: the download period has ended. `gone`: the
   * bytes are stored no longer. `revoked`: access was taken back.
   */
  access: "open" | "waiting" | "ended" | "gone" | "revoked";
  /** ISO 8601; null when there never was access. */
  downloadUntil: string | null;
  /** What the seller said of refunds when this was bought. */
  refundPolicy: RefundPolicy | null;
  refundNote: string | null;
  /** True when there is a receipt to show. */
  receipt: boolean;
};

/** `GET /api/purchases`. */
export type PurchaseList = {
  /** Lower case: the wallet that signed in. */
  address: string;
  /** 0 for a plain key, whose purchases on all networks are shown; else the network of the account that is a contract. */
  chainId: number;
  /** The newest, or those before the payment that was named by `?before=`. */
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
  /** True: links and browsers that opened this purchase until now open it no longer. */
  endOthers: z.boolean(),
});

export type RenewedLink = { recoveryUrl: string };
