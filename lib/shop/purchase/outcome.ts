import "server-only";
import type { PaymentRequired, SettleResponse } from "@x402/core/types";
import type { GrantRow } from "@/lib/entitlements/grant";
import type { ErrorCode } from "@/lib/errors";
import type { PaymentRow } from "@/lib/payments/rows";
import type { Access } from "@/lib/products/files/access/find-access";
import type { FileForSale } from "@/lib/products/files/find-file";
import type { FileVersion } from "@/lib/products/files/version";

/** The outcome of a purchase of a file. The routes only turn it into HTTP. */
export type Outcome =
  | Granted
  | (Challenged & { file: FileForSale })
  | Exclude<NotSold, Challenged>
  /**
   * 403 or 451: paid, and closed by a decision of the operator, so that the seller owes the money back (rule 12). The claim
   * token opens the file once that is lifted.
   */
  | {
      kind: "refund-due";
      code: "file_withheld" | "refund_due";
      payment: PaymentRow;
      grant: GrantRow;
      claimToken: string;
    };

/** 402, with a challenge. */
type Challenged =
  | { kind: "payment-required"; challenge: PaymentRequired }
  /** This payment cannot be accepted; nothing was charged. */
  | {
      kind: "payment-rejected";
      challenge: PaymentRequired;
      code: ErrorCode;
      detail: string;
      members?: Record<string, unknown>;
    };

/** What a purchase of anything may end in besides what was bought. */
export type NotSold =
  | Challenged
  /** 409: this authorization was presented before. No challenge, no bytes: a broadcast header proves nothing. */
  | {
      kind: "payment-known";
      paymentId: string | null;
      code: "payment_known" | "payment_identifier_conflict" | "payment_unrecorded";
      detail: string;
      /** As in a challenge: how its payer gets access again. */
      extensions?: Record<string, unknown>;
    }
  /** 503: money may be moving. No challenge. */
  | { kind: "settlement-unknown"; payment: PaymentRow; claimToken: string | null; settlement: SettleResponse | null }
  /** 503: a dependency is down; nothing was charged. */
  | {
      kind: "unavailable";
      code: ErrorCode;
      detail?: string;
      /** Seconds after which to try again, if known. */
      retryAfter?: number;
      /** As in a challenge: how a payer gets access again. */
      extensions?: Record<string, unknown>;
    }
  /** 4xx: paying would not help. `extensions`, as in a challenge: how a payer gets access again. */
  | { kind: "refused"; code: ErrorCode; detail?: string; extensions?: Record<string, unknown> };

/** What is neither given nor asked to be paid for. */
export type NotGiven = Extract<NotSold, { kind: "payment-known" | "unavailable" | "refused" }>;

export type Granted = {
  kind: "granted";
  file: FileForSale;
  /** The bytes of this response. */
  version: FileVersion;
  /** All versions that may be downloaded now, the newest first. */
  versions: FileVersion[];
  access: Access;
  /** Null for the owner and for free files. */
  grant: GrantRow | null;
  /** The settled payment behind the grant. */
  payment: PaymentRow | null;
  /** Only when this request made a grant or a new claim token for one. */
  claimToken: string | null;
};
