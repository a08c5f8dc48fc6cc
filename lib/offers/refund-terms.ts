import "server-only";
import { createHash } from "node:crypto";

/** What a seller says of refunds: a policy, and words of its own. */
export type RefundTerms = { refundPolicy: string | null; refundNote: string | null };

/**
 * Names what the seller says of refunds, so that an offer and a payment for it can be told from those of other
 * promises. Empty by default.
 */
export function refundTermsOf({ refundPolicy, refundNote }: RefundTerms): string {
  if (refundPolicy === null && refundNote === null) return "";
  return createHash("sha256")
    .update(JSON.stringify([refundPolicy, refundNote]))
    .digest("hex")
    .slice(0, 16);
}
