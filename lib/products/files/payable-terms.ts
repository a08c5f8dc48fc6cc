import "server-only";
import { SECOND } from "@/lib/clock";
import { CHALLENGE_TIMEOUT_SECONDS } from "@/lib/payments/challenge-timeout";
import type { FileVersion } from "./version";

/** Rule 7: an edit leaves the old terms payable for twice the challenge's time-out. Milliseconds. */
export const CLOSED_TERMS_PAYABLE = 2 * CHALLENGE_TIMEOUT_SECONDS * SECOND;

/** What a buyer agrees to. A row never changes, except that an edit closes it (`until`) and opens the next. */
export type TermsRow = {
  id: string;
  fileId: string;
  /** The version that they sell. */
  version: FileVersion;
  priceMicroUsd: bigint;
  /** Lower-case hex address. */
  payTo: string;
  /** Networks (CAIP-2, comma-separated) where `payTo` can receive; empty: everywhere. */
  payToNetworks: string;
  /** Days a buyer may download after buying; null: without an end. */
  downloadDays: number | null;
  /** The seller's refund policy: one of the policies, and a note. */
  refundPolicy: string | null;
  refundNote: string | null;
  from: Date;
  /** When an edit closed these terms; null while they are the current ones. */
  until: Date | null;
};

/** Terms closed before this moment can no longer be paid. */
export function payableSince(now: Date): Date {
  return new Date(now.getTime() - CLOSED_TERMS_PAYABLE);
}

/** True while a payment on these terms is accepted. */
export function isPayable(terms: Pick<TermsRow, "until">, now: Date): boolean {
  return terms.until === null || terms.until > payableSince(now);
}
