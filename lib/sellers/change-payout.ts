import "server-only";
import { audit } from "@/lib/audit/audit";
import { MINUTE } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { journaled } from "@/lib/journal/journaled";
import { log } from "@/lib/log";
import { type Priced, waysToPay } from "@/lib/offers/ways-to-pay";
import { readReceivingNetworks } from "@/lib/payment-methods/evm/chain/receiver";
import { type CurrentTerms, changeAllTerms } from "@/lib/products/files/change-terms";
import { hasEnded } from "@/lib/products/files/file-state";
import { checkSignature } from "@/lib/sign-in/check-signature";
import { SIGN_IN_TTL } from "@/lib/sign-in/schema";
import { consumeNonce } from "@/lib/sign-in/single-use-nonce";
import { type Payout, payoutMessage, readPayout, subjectOf } from "./payout-statement";
import { readProfile } from "./read-profile";
import type { Profile, SignedPayout } from "./schema";

/** How far another process's clock may be ahead of ours (ms). */
const CLOCK_SKEW = MINUTE;

/**
 * Changes a seller's payout address, once the signed-in wallet has signed exactly that change. Every file gets new
 * terms; the old ones stay payable for rule 7's window, or not at all if the seller chose so.
 *
 * The text is built again from our own rows, so a signature for another change is a signature of another text. Its
 * nonce is used up last: a text that the wallet did not sign spoils nothing, and a crash after it costs one more
 * signature.
 *
 * @throws AppError those of `readPayout`; `payout_not_signed`, `payout_address_changed`, `chain_unavailable`;
 *   `invalid_payout_address` when something on sale could no longer be paid
 */
export async function changePayout(sellerId: string, signed: SignedPayout, now: Date): Promise<Profile> {
  const payout = await readPayout(sellerId, signed);
  await checkSigned(payout, signed, now);
  const payToNetworks = await receivingNetworks(payout);
  if (!(await consumeNonce("payout", signed.nonce, now, subjectOf(payout)))) {
    throw notSigned("This confirmation has expired, was used before, or is for another change. Confirm again.");
  }
  const { revokeOld } = signed;
  const { seller, payTo } = payout;
  const changed = { kind: "payout-changed", sellerId, from: seller.payTo, payTo, payToNetworks, revokeOld } as const;
  await journaled(changed, now, () => db().$transaction((tx) => writePayout(tx, payout, payToNetworks, now)));
  log.info({ sellerId, revoked: signed.revokeOld }, "a payout address was changed");
  return readProfile(sellerId);
}

async function checkSigned(payout: Payout, { nonce, issuedAt, chainId, signature }: SignedPayout, now: Date) {
  const issued = new Date(issuedAt);
  const age = now.getTime() - issued.getTime();
  if (age > SIGN_IN_TTL || age < -CLOCK_SKEW) throw notSigned("The confirmation has expired. Confirm again.");
  const { seller } = payout;
  const { identity: signer, fault } = await checkSignature({
    message: payoutMessage(payout, nonce, issued),
    signature,
    address: seller.address as `0x${string}`,
    chainId,
  });
  if (signer?.chainId === seller.chainId && signer.address === seller.address) return;
  throw notSigned(fault ?? "The signature is not by the wallet that is signed in, or is for another change.");
}

/** As stored in the column. A contract account can be paid before it is deployed, on its own network. */
async function receivingNetworks({ seller, payTo }: Payout): Promise<string> {
  const receiving = await readReceivingNetworks(payTo);
  const own = payTo === seller.address && seller.chainId !== 0 ? [`eip155:${seller.chainId}`] : [];
  return [...new Set([...(receiving ?? []), ...own])].join(",");
}

async function writePayout(tx: Tx, { seller, payTo, change }: Payout, payToNetworks: string, now: Date) {
  const { count } = await tx.seller.updateMany({
    where: { id: seller.id, payTo: seller.payTo },
    data: { payTo, payToNetworks, payoutHeldAt: null },
  });
  if (count !== 1) throw new AppError("payout_address_changed");
  const decide = (current: CurrentTerms[]) => {
    for (const { file, ...terms } of current) requireStillPayable(file, terms, { payTo, payToNetworks }, now);
    return payTo === seller.payTo ? null : { payTo, payToNetworks };
  };
  await changeAllTerms(tx, seller.id, decide, now);
  const by = { kind: "seller", account: seller.address } as const;
  const detail = { from: seller.payTo, payTo, revokeOld: change.revokeOld };
  await audit(tx, { act: "payout-changed", by, subject: { kind: "seller", id: seller.id }, detail }, now);
  if (!change.revokeOld) return;
  await tx.terms.updateMany({
    where: { file: { sellerId: seller.id }, payTo: { not: payTo }, until: { not: null }, revokedAt: null },
    data: { revokedAt: now },
  });
}

/** Otherwise buyers would find a link that nobody can pay. */
function requireStillPayable(
  file: CurrentTerms["file"],
  terms: Priced & { downloadDays: number | null },
  payee: Omit<Priced, "priceMicroUsd">,
  now: Date,
): void {
  const payable = waysToPay(terms).length > 0 && !hasEnded({ ...file, terms }, now);
  if (!payable || waysToPay({ ...terms, ...payee }).length > 0) return;
  throw new AppError("invalid_payout_address", {
    detail: `This address is a contract, and “${file.title}” could not be paid on any network where it exists.`,
  });
}

function notSigned(detail: string): AppError {
  return new AppError("payout_not_signed", { detail });
}
