import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { TermsAnswer } from "./schema";
import { termsInForce } from "./terms-in-force";

type Consenting = { id: string; termsHash: string | null };

/**
 * Requires that a seller has accepted the terms of this server, and records it when this request does so. A change of the
 * terms asks again.
 *
 * @param accepted the hash of the terms that the request accepts
 * @throws AppError `terms_not_accepted` with `hash` and `url` of the terms in force
 */
export async function requireConsent(tx: Tx, seller: Consenting, accepted: string | undefined, now: Date) {
  const terms = termsInForce();
  if (terms === null || seller.termsHash === terms.hash) return;
  if (accepted !== terms.hash) {
    const detail = `Read the terms of this server at ${terms.url}, then send "acceptTerms" with their hash.`;
    throw new AppError("terms_not_accepted", { detail, members: { ...terms } });
  }
  const data = { termsHash: terms.hash, termsAcceptedAt: now };
  await tx.seller.update({ where: { id: seller.id }, data });
}

/** The terms of this server, and whether this seller has accepted them. */
export async function readConsent(sellerId: string | null): Promise<TermsAnswer> {
  const terms = termsInForce();
  if (sellerId === null) return { terms, accepted: null };
  const seller = await db().seller.findUnique({ where: { id: sellerId }, select: { termsHash: true } });
  return { terms, accepted: terms === null || seller?.termsHash === terms.hash };
}
