import "server-only";
import { createHash } from "node:crypto";

/** What a seller says of refunds: a policy, and words of its own. */
export type RefundTerms = { refundPolicy: string | null; refundNote: string | null };

/**
 * Identifies the refund policy, so that an offer and a payment for it can be distinguished from those under other
 * policies. Empty if there is none.
 */
export function refundTermsOf({ refundPolicy, refundNote }: RefundTerms): string {
  if (refundPolicy === null && refundNote === null) return "";
  return createHash("sha256")
    .update(JSON.stringify([refundPolicy, refundNote]))
    .digest("hex")
    .slice(0, 16);
}
