import "server-only";
import type { Deadline } from "@/lib/deadline";
import type { AppError } from "@/lib/errors";
import type { Wanted } from "@/lib/products/storage/storage-ref";
import type { Dialect } from "@/lib/shop/purchase/request";

/** What is wanted, and why it cannot be bought now, if so: who has bought it already gets it all the same. */
export type Want = { wanted: Wanted; closed: AppError | null };

export type StorageRequest = {
  /** Asked once no payment that is known here answers the request. @throws AppError when nothing can be told at all */
  want(): Promise<Want>;
  /** The header with the payment. */
  payment: string | null;
  /** Of the payment; absent, `PAYMENT-SIGNATURE` of x402 version 2. */
  dialect?: Dialect;
  /** The token that the client chose for a new upload. */
  chosenToken: string | null;
  deadline?: Deadline;
  now: Date;
};

export type Timed = StorageRequest & {
  deadline: Deadline;
  /** When the request came; `now` goes on while it waits for another one. */
  began: Date;
};
