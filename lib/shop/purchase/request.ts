import "server-only";
import type { Deadline } from "@/lib/deadline";
import type { Credentials } from "@/lib/products/files/access/find-access";
import type { FileVersion } from "@/lib/products/files/version";

/** How a payment is written: x402 version 2 or 1. */
export type Dialect = "x402" | "x402-v1";

export type PurchaseRequest = Credentials & {
  fileId: string;
  /** The header with the payment; null where none may count: HEAD, prefetch, preview bots. */
  payment: string | null;
  /** Of the payment; absent, `PAYMENT-SIGNATURE` of x402 version 2. */
  dialect?: Dialect;
  /** The `SIGN-IN-WITH-X` header; null where none may count. */
  signIn: string | null;
  /** The number of the requested version; undefined for the default one of the access. */
  version?: number;
  /** Whether the request accepts these bytes (its preconditions); absent, it accepts any. */
  takes?: (version: FileVersion) => boolean;
  /** A claim token that the client chose for this purchase (`Claim-Token` header, never the cookie). */
  chosenClaimToken: string | null;
  /** Whether the buyer states that the right of withdrawal ends with the download; see `Order.withdrawalWaivedAt`. */
  waivesWithdrawal?: boolean;
  /** When the request stops waiting; absent, the time starts now. */
  deadline?: Deadline;
  now: Date;
};

export type Timed = PurchaseRequest & { deadline: Deadline };
