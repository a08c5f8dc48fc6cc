/**
 * Why a payment or a refund is in its state: `reason` in the answer of `GET /api/payments/{id}`. It may also contain a
 * remote facilitator's own words. Shared with the browser.
 */

/**
 * The reason of a payment whose transaction got into a block and failed there. The authorization is public and unused:
 * until it has expired it may still move money.
 */
export const TRANSACTION_REVERTED = "transaction_reverted";

/** The reason of a settled payment that only its payer's own signature opens (rule 3d). */
export const SETTLED_BY_ANOTHER = "settled_by_another";

/** The reason of a released payment whose authorization the chain shows used anyway. */
export const USED_AFTER_RELEASE = "used_after_release";

/** The reason of what a crash left behind before anything was signed. */
export const ABANDONED = "abandoned";

/** The reason of a payment that was given up before anything was signed for it: the operator stopped the sale. */
export const SALE_STOPPED = "sale_stopped";

/** Results of the chain for an authorization that can never move money again, and their reasons. */
export const FINAL_REASONS = {
  expired: "expired",
  cancelled: "cancelled",
  "used-otherwise": "used_otherwise",
} as const;

/** Reasons of an authorization whose nonce is used up, so that the next one needs another. */
export const NONCE_SPENT: readonly string[] = [FINAL_REASONS.cancelled, FINAL_REASONS["used-otherwise"]];
