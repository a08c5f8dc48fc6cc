import "server-only";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { findLiveGrantOfPayer, type GrantRow } from "@/lib/entitlements/grant";
import { newId } from "@/lib/ids";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { replayKey } from "@/lib/payment-methods/evm/eip3009/replay-key";
import { processName } from "@/lib/process";
import type { PresentedPayment } from "@/lib/protocols/x402/decode-payment";
import { findHold, findIdentified, identifierHashOf, type KnownHold } from "./find-hold";
import { recordHeartbeat } from "./heartbeats";
import { appendEvent, findUnresolvedOfPayer, type PaymentRow, refuseUsedToken } from "./ledger";

type Reservation = {
  fileId: string;
  /** The file's seller. */
  sellerId: string;
  terms: { id: string; downloadDays: number };
  network: Network;
  facilitator: { name: string; signers: readonly string[] };
  payment: PresentedPayment;
  /** Whose grants and payments count as this payer's: a plain key's on every chain, an account's on this one. */
  payer: "key" | "account";
  claimTokenHash: string;
  /** The newest block before this payment left the process. */
  reservedAtBlock: bigint;
  /**
   * True when nothing new is reserved, because the file is no longer sold or the wallet is empty: existing access is served.
   */
  existingOnly?: boolean;
  now: Date;
};

type ReserveOutcome =
  | { kind: "reserved"; payment: PaymentRow }
  /** This very authorization was presented before: for this file or another. */
  | { kind: "known"; hold: KnownHold }
  /** The payer's payment identifier belongs to another payment for this file. */
  | { kind: "identifier-taken"; hold: KnownHold }
  /** The payer may already download this file; nothing was charged. */
  | { kind: "already-granted"; grant: GrantRow }
  /** Another payment of this payer for this file is in progress. */
  | { kind: "already-pending"; payment: PaymentRow }
  /** The authorization was released for another file, and a facilitator that has seen it may still use it for that one. */
  | { kind: "bound"; payment: PaymentRow }
  /** Only with `existingOnly`: the payer has neither a grant nor an open payment. */
  | { kind: "nothing-stands" };

/**
 * Holds an authorization for one file, by its decoded bytes (chain id, token, payer, nonce), and writes the payment.
 * Committed before anything leaves the process (rule 2).
 *
 * A payer with a live grant or an open payment for the file is not charged again (rule 4b); this is checked in the same
 * transaction as the insert, so that two concurrent authorizations cannot both pass.
 */
export async function reservePayment(reservation: Reservation): Promise<ReserveOutcome> {
  const { network, payment } = reservation;
  try {
    return await db().$transaction(async (tx): Promise<ReserveOutcome> => {
      const standing = await findExisting(tx, reservation);
      if (standing) return standing;
      if (reservation.existingOnly) return { kind: "nothing-stands" };
      const row = await insertPayment(tx, reservation);
      await insertHold(tx, reservation, row.id);
      return { kind: "reserved", payment: row };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Two requests with one authorization met between the check and the insert: the other one holds it.
    const known = await findHold(db(), network, payment);
    if (known) return { kind: "known", hold: known };
    const taken = await findIdentified(db(), reservation);
    if (!taken) throw error;
    return { kind: "identifier-taken", hold: taken };
  }
}

/** What prevents a hold on the authorization for a new payment, or null. */
async function findExisting(tx: Tx, reservation: Reservation): Promise<ReserveOutcome | null> {
  const { network, payment, fileId } = reservation;
  const bound = await tx.payment.findFirst({
    where: { ...replayKey(reservation), watched: true, fileId: { not: fileId } },
  });
  if (!bound && !(await mayExist(tx, reservation))) return null;

  const known = await findHold(tx, network, payment);
  if (known) return { kind: "known", hold: known };
  const taken = await findIdentified(tx, reservation);
  if (taken) return { kind: "identifier-taken", hold: taken };
  if (bound) return { kind: "bound", payment: bound };
  const chainId = reservation.payer === "key" ? undefined : network.chainId;
  const grant = await findLiveGrantOfPayer(tx, { fileId, chainId, payer: payment.from, now: reservation.now });
  const pending = grant ? null : await findUnresolvedOfPayer(tx, { fileId, payer: payment.from, chainId });
  // A client that immediately signs again for the same purchase sends its token: it opens the existing grant.
  const standing = grant?.tokenHash ?? pending?.claimTokenHash;
  if (standing !== reservation.claimTokenHash) await refuseUsedToken(tx, reservation.claimTokenHash);
  if (grant) {
    await insertHold(tx, { ...reservation, payment: { ...payment, identifier: null } }, null);
    return { kind: "already-granted", grant };
  }
  return pending && { kind: "already-pending", payment: pending };
}

/**
 * False when the database has nothing about this authorization, identifier or claim token, or this payer and file: the
 * usual purchase, for which a buyer waits for one statement instead of six. It does not tell what it found.
 */
async function mayExist(tx: Tx, reservation: Reservation): Promise<boolean> {
  const { fileId, payment, claimTokenHash } = reservation;
  const { chainId, token, payer, nonce } = replayKey(reservation);
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 AS "found" WHERE
      EXISTS (SELECT 1 FROM "Claim"
        WHERE "chainId" = ${chainId} AND "token" = ${token} AND "payer" = ${payer} AND "nonce" = ${nonce})
      OR EXISTS (SELECT 1 FROM "Claim" WHERE "identifierHash" = ${identifierHashOf(fileId, payment)})
      OR EXISTS (SELECT 1 FROM "Payment" WHERE "fileId" = ${fileId} AND "payer" = ${payer})
      OR EXISTS (SELECT 1 FROM "Payment" WHERE "claimTokenHash" = ${claimTokenHash})
      OR EXISTS (SELECT 1 FROM "Grant" WHERE "fileId" = ${fileId} AND "payer" = ${payer})
      OR EXISTS (SELECT 1 FROM "Grant" WHERE "tokenHash" = ${claimTokenHash})`;
  return found.length > 0;
}

async function insertHold(tx: Tx, { network, payment, fileId, now }: Reservation, paymentId: string | null) {
  const hash = identifierHashOf(fileId, payment);
  // Its use is more than a day old: findIdentified has found no younger one.
  if (hash !== null) await tx.hold.updateMany({ where: { identifierHash: hash }, data: { identifierHash: null } });
  await tx.hold.create({
    data: {
      id: newId(),
      ...replayKey({ network, payment }),
      fileId,
      paymentId,
      identifierHash: hash,
      createdAt: now,
    },
  });
}

async function insertPayment(tx: Tx, reservation: Reservation): Promise<PaymentRow> {
  const { network, payment, now } = reservation;
  await recordHeartbeat(tx, now);
  const row = await tx.payment.create({
    data: {
      id: newId(),
      processName: processName(),
      purpose: "sale",
      fileId: reservation.fileId,
      sellerId: reservation.sellerId,
      termsId: reservation.terms.id,
      facilitator: reservation.facilitator.name,
      signers: reservation.facilitator.signers.join(","),
      ...replayKey({ network, payment }),
      payTo: payment.to,
      amount: payment.value.toString(),
      validAfter: payment.validAfter.toString(),
      validBefore: payment.validBefore.toString(),
      signature: payment.signature,
      claimTokenHash: reservation.claimTokenHash,
      reservedAtBlock: reservation.reservedAtBlock.toString(),
      state: "reserved",
      createdAt: now,
      updatedAt: now,
    },
  });
  await appendEvent(tx, row.id, { to: "reserved", now });
  return row;
}
