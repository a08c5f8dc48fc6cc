import "server-only";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { type Deadline, inTime, orLate } from "@/lib/deadline";
import { log } from "@/lib/log";
import { waysToPay } from "@/lib/offers/ways-to-pay";
import { isExplained, noteFound } from "@/lib/payments/found-transfers";
import type { Use } from "@/lib/payments/ports";
import { offerOf } from "@/lib/products/files/file-ref";
import { fileUrl } from "@/lib/products/files/file-url";
import type { FileForSale } from "@/lib/products/files/find-file";
import { CLOSED_TERMS_PAYABLE, type TermsRow } from "@/lib/products/files/payable-terms";
import { toVersion } from "@/lib/products/files/version";
import { signInExtension } from "@/lib/protocols/x402/challenge";
import type { Outcome } from "./outcome";
import { isSigned, type Presented, type Signed } from "./read-payment";
import { rejectWithChallenge } from "./reject-with-challenge";

/** A block's time is from another clock than ours (ms). */
const CLOCK_SKEW = MINUTE;
/** Seconds after which a lookup has made progress. */
const GOES_ON_IN = 5;

/**
 * Explains an authorization that has no hold here and that the chain shows as used: after an older copy of the database
 * was restored, or when it was used elsewhere. "Nothing was charged" is reported only if the chain shows it.
 *
 * A transfer that our gas account sent, with exactly this payer, payee, token and amount, while terms of this file
 * asked for it, is recorded for this file: its payer opens it by a fresh signature, once (`bindFound`). If our mark beside
 * it names an offer, it is for that one and no other. A transfer sent by another account may have paid for something else
 * at another shop: the seller decides.
 *
 * @property isUsed whether the chain has just shown that its payer signed it and that it is used or cancelled
 * @returns null for one that is unused, or that its payer never signed
 * @throws when the chain cannot be read, and it is not known whether it is used
 */
export async function explainUse(file: FileForSale, presented: Presented, when: When): Promise<Outcome | null> {
  if (!isSigned(presented)) return null;
  const { method, accepted, authorization } = presented;
  if (!method.readableNetworks().includes(authorization.network)) return null;
  if (accepted.asset !== null && method.canonical(accepted.asset) !== authorization.asset) return null;
  if (presented.resourceUrl !== undefined && presented.resourceUrl !== fileUrl(file.id)) return null;
  if (!when.isUsed && !(await inTime(method.isSignedAndUsed(authorization), when.deadline))) return null;
  // From here on money has moved, or may have: no error may claim anything about charges.
  const explained = orLate(explainUsed(file, presented, when), when.deadline);
  return (
    (await explained.catch((error: unknown) => {
      log.error({ err: error, fileId: file.id }, "what used an authorization up could not be read");
      return null;
    })) ?? notSeenYet
  );
}

export type When = { isUsed: boolean; deadline: Deadline; now: Date };

async function explainUsed(file: FileForSale, presented: Signed, { deadline, now }: When): Promise<Outcome> {
  const fitting = await findFitting(file, presented);
  const use = await presented.method.findUse(presented.authorization, { fits: fitting.length > 0, deadline, now });
  if (use === null) return notSeenYet;
  if (use.kind === "transfer") return explainTransfer(file, presented, { use, fitting, now });
  const detail =
    use.kind === "cancelled"
      ? "This authorization was cancelled by its wallet. Nothing was charged."
      : `This authorization was used before, for a transfer other than the one it names (transaction ${use.transaction}).`;
  return rejectWithChallenge(file, "nonce_already_used", detail);
}

/** For an authorization that the chain shows used, while the transaction is unknown. */
export const notSeenYet = {
  kind: "unavailable",
  code: "settlement_unknown",
  detail:
    "This authorization was used or cancelled before, and this server is finding out what happened. Present it again; do not sign another.",
  retryAfter: GOES_ON_IN,
} as const;

type Found = { use: Extract<Use, { kind: "transfer" }>; fitting: TermsRow[]; now: Date };

async function explainTransfer(file: FileForSale, presented: Signed, found: Found): Promise<Outcome> {
  const { method, authorization } = presented;
  const { use, fitting, now } = found;
  const { proof, payer } = use;
  const moved = `The network shows that this authorization moved ${method.displayAmount(authorization)} to the payee that it names (transaction ${proof.transaction}).`;
  if (await isExplained(db(), authorization, proof)) return { ...known, detail: `${moved} ${elsewhere}` };
  const { offerId } = use;
  if (offerId !== null && !fitting.some(({ id }) => id === offerId) && (await isOffer(offerId))) {
    return { ...known, detail: `${moved} ${elsewhere}` };
  }
  const then = findTermsThen(fitting, presented, proof.blockTime);
  const terms = offerId === null ? then : fitting.find(({ id }) => id === offerId);
  if (!terms || !use.isOurs) return { ...unrecorded, detail: `${moved} ${askTheSeller}` };
  if (!(await method.isDeepEnough(authorization, proof))) return notSeenYet;
  const { transaction } = proof;
  await noteFound(db(), authorization, { offer: offerOf(terms, file.sellerId), payer, transaction, now });
  return { ...known, detail: `${moved} ${signAnew}`, extensions: signInExtension(file) };
}

/** One that was made after the backup that was restored is not there. */
async function isOffer(id: string): Promise<boolean> {
  return (await db().terms.count({ where: { id } })) > 0;
}

const known = { kind: "payment-known", code: "payment_known", paymentId: null } as const;
const unrecorded = { kind: "payment-known", code: "payment_unrecorded", paymentId: null } as const;
const elsewhere = "It belongs to another purchase or refund here and gives no access.";
const askTheSeller =
  "This server has no record of what it bought. Write to the seller and name the transaction; do not pay again.";
const signAnew =
  "This server has no record of it. The wallet that paid opens the file by a signature of its own (sign-in-with-x); do not pay again.";

/** Terms of this file that ever asked for exactly this payment, newest first. */
async function findFitting(file: FileForSale, { method, authorization }: Signed): Promise<TermsRow[]> {
  const { network, asset, payee, amount } = authorization;
  const rows = await db().terms.findMany({
    where: { fileId: file.id, payTo: payee, priceMicroUsd: { gt: 0n } },
    orderBy: { from: "desc" },
    include: { version: true },
  });
  return rows
    .map((row) => ({ ...row, version: toVersion(row.version) }))
    .filter((terms) =>
      waysToPay(terms).some(
        (way) => way.network === network && method.canonical(way.asset) === asset && way.amount === amount,
      ),
    );
}

/** Those of them that could be paid for when the transfer was made. */
function findTermsThen(fitting: TermsRow[], { offerId, fileVersion }: Presented, at: Date): TermsRow | null {
  const then = fitting.filter(
    ({ from, until }) =>
      from.getTime() <= at.getTime() + CLOCK_SKEW &&
      (until === null || until.getTime() >= at.getTime() - CLOSED_TERMS_PAYABLE),
  );
  const named = then.find(({ id }) => id === offerId) ?? then.find(({ version }) => version.number === fileVersion);
  return named ?? then[0] ?? null;
}
