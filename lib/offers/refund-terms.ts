import "server-only";
import { createHash } from "node:crypto";

/** What a seller says of refunds: a policy, and words of its own. */
export type RefundTerms = { refundPolicy: string | null; refundNote: string | null };

/**
 * Identifies the refund policy: in public facts, and in payments that name no offer, because they were challenged before
 * challenges named one. Empty if there is none.
 */
export function refundTermsOf({ refundPolicy, refundNote }: RefundTerms): string {
  if (refundPolicy === null && refundNote === null) return "";
  return createHash("sha256")
    .update(JSON.stringify([refundPolicy, refundNote]))
    .digest("hex")
    .slice(0, 16);
}
