import "server-only";
import type { SettleResponse } from "@x402/core/types";
import type { PaymentRow } from "@/lib/payments/rows";
import type { NotSold } from "@/lib/shop/purchase/outcome";

/** What a purchase of storage ends in. The doors only turn it into HTTP. */
export type StorageOutcome =
  | Kept
  /** 503: money may be moving. The token opens the upload once it is settled. */
  | { kind: "settlement-unknown"; payment: PaymentRow; uploadToken: string | null; settlement: SettleResponse | null }
  /** 403: paid, and what was to be kept was deleted, stopped, ended or lost meanwhile: the operator owes money back. */
  | { kind: "owed"; payment: PaymentRow; detail?: string }
  | Exclude<NotSold, { kind: "settlement-unknown" }>;

/** An authorization that would only have served as a proof, while a transaction that uses it is pending. */
export const onItsWay: StorageOutcome = {
  kind: "payment-known",
  code: "payment_known",
  paymentId: null,
  detail:
    "This authorization is on its way to the network already, so others have seen it and it proves nothing. Sign another: nothing more is charged.",
};

export type Kept = {
  kind: "kept";
  payment: PaymentRow;
  /** Only for an upload, and only if this request made it or replaced its token. */
  uploadToken: string | null;
};
