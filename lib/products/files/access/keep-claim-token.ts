import "server-only";
import { findGrantByToken, type GrantRow } from "@/lib/entitlements/grant";
import { AppError } from "@/lib/errors";
import type { ClaimExchange } from "@/lib/shop/schema";
import { exchangeClaimToken } from "./exchange-claim-token";
import { findUnresolvedByToken } from "./find-access";

type Kept = {
  fileId: string;
  token: string;
  /** The claim token in this browser's cookies for the file. */
  own: string | null;
  /** True if the buyer wants it even where it takes the place of another purchase. */
  replace?: boolean;
};

/**
 * Like `exchangeClaimToken`, for one file. A stranger's link must not take the place of what this browser has: its
 * owner might have no other key.
 *
 * @throws AppError `other_access` (409) when the cookie opens another purchase, and those of `exchangeClaimToken`
 */
export async function keepClaimToken(
  { fileId, token, own, replace }: Kept,
  now: Date,
): Promise<{ body: ClaimExchange; cookies: string[] }> {
  const exchanged = await exchangeClaimToken(token, now);
  if (exchanged.body.fileId !== fileId) throw new AppError("claim_not_found");
  if (own !== null && own !== token && !replace && !(await isSamePurchase(own, token, fileId, now))) {
    throw new AppError("other_access", { detail: "Nothing was changed." });
  }
  return exchanged;
}

/** True when the browser's own key opens nothing of this file, or the same. */
async function isSamePurchase(own: string, token: string, fileId: string, now: Date): Promise<boolean> {
  const [before, after] = [await subjectOf(own, fileId, now), await subjectOf(token, fileId, now)];
  return before === null || before === after;
}

/** The order behind a token; the grant, for a gift. */
async function subjectOf(token: string, fileId: string, now: Date): Promise<string | null> {
  const grant: GrantRow | null = await findGrantByToken(token, now);
  if (grant) return grant.productId === fileId ? (grant.orderId ?? grant.id) : null;
  const pending = await findUnresolvedByToken(token);
  return pending?.order.productId === fileId ? pending.orderId : null;
}
