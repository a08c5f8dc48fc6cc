import "server-only";
import type { Network } from "@/lib/chain/networks";
import { type Db, db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { createPaidGrant, findLiveGrantOfPayer, type GrantRow } from "@/lib/grants/grant";
import { newId } from "@/lib/ids";

import type { PresentedPayment } from "./decode-payment";
import { findClaim, findIdentified, identifierHashOf, type KnownClaim } from "./find-claim";
import type { SettlementProof } from "./read-transfer";
import type { PaymentState } from "./schema";

/**
 * The payments table and its append-only history. Every change of state is one transaction that also writes the event,
 * and names the states it may come from: when nothing matched, somebody else was faster.
 */

export type PaymentRow = NonNullable<Awaited<ReturnType<Db["payment"]["findUnique"]>>>;

/** States in which money may still move or has moved: no fresh challenge, no second charge. */
export const OPEN_STATES = ["reserved", "settling", "unknown"] as const satisfies PaymentState[];

/** The reason of a settled payment that only its payer's own signature opens (rule 3d). */
export const SETTLED_BY_ANOTHER = "settled_by_another";

export type Reservation = {
  fileId: string;
  terms: { id: string; downloadDays: number };
  network: Network;
  facilitator: { name: string; settlers: readonly string[] };
  payment: PresentedPayment;
  /** Whose grants and payments count as this payer's: a plain key's on every chain, an account's on this one. */
  payer: "key" | "account";
  claimTokenHash: string;
  /** The newest block before anything of this payment left the process. */
  reservedAtBlock: bigint;
  /** True when the file is no longer sold: what the payer has is served, and nothing new is reserved. */
  onlyStanding?: boolean;
  now: Date;
};

export type ReserveOutcome =
  | { kind: "reserved"; payment: PaymentRow }
  /** This very authorization was presented before: for this file or another. */
  | { kind: "known"; claim: KnownClaim }
  /** The payer's payment identifier belongs to another payment for this file. */
  | { kind: "identifier-taken"; claim: KnownClaim }
  /** The payer already may download this file; nothing was charged. */
  | { kind: "already-granted"; grant: GrantRow }
  /** Another payment of this payer for this file is on its way. */
  | { kind: "already-pending"; payment: PaymentRow }
  /** Only with `onlyStanding`: the payer has neither a grant nor an open payment. */
  | { kind: "nothing-stands" };

/**
 * Holds an authorization for one file, by its decoded bytes (chain id, token, payer, nonce), and writes the payment.
 * Committed before anything leaves the process (rule 2).
 *
 * A payer with a live grant or an open payment for the file is not charged again (rule 4b); that is looked up in the
 * same transaction as the insert, so that two authorizations at once cannot both pass.
 */
export async function reservePayment(reservation: Reservation): Promise<ReserveOutcome> {
  const { network, payment, fileId } = reservation;
  try {
    return await db().$transaction(async (tx): Promise<ReserveOutcome> => {
      const known = await findClaim(tx, network, payment);
      if (known) return { kind: "known", claim: known };
      const taken = await findIdentified(tx, reservation);
      if (taken) return { kind: "identifier-taken", claim: taken };
      await refuseUsedToken(tx, reservation.claimTokenHash);
      const chainId = reservation.payer === "key" ? undefined : network.chainId;
      const grant = await findLiveGrantOfPayer(tx, { fileId, chainId, payer: payment.from, now: reservation.now });
      if (grant) {
        await insertClaim(tx, { ...reservation, payment: { ...payment, identifier: null } }, null);
        return { kind: "already-granted", grant };
      }
      const pending = await findOpenPaymentOfPayer(tx, { fileId, payer: payment.from, chainId });
      if (pending) return { kind: "already-pending", payment: pending };
      if (reservation.onlyStanding) return { kind: "nothing-stands" };
      const row = await insertPayment(tx, reservation);
      await insertClaim(tx, reservation, row.id);
      return { kind: "reserved", payment: row };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // Two requests with one authorization met between the look and the insert: the other one holds it.
    const known = await findClaim(db(), network, payment);
    if (known) return { kind: "known", claim: known };
    const taken = await findIdentified(db(), reservation);
    if (!taken) throw error;
    return { kind: "identifier-taken", claim: taken };
  }
}

/**
 * The payer's payment for a file that is on its way.
 *
 * @param payer.chainId undefined for a plain key, which is the same person on every chain
 */
export async function findOpenPaymentOfPayer(
  client: Db | Tx,
  payer: { fileId: string; payer: string; chainId: number | undefined },
): Promise<PaymentRow | null> {
  return client.payment.findFirst({ where: { ...payer, state: { in: [...OPEN_STATES] } } });
}

/**
 * A claim token opens one grant; a client that chose an old one again would lose the key to one of the two. The token of
 * a payment that somebody else's transaction settled opens nothing (rule 3d): the payer who signs anew may send it again,
 * and it then becomes the key.
 */
export async function refuseUsedToken(tx: Db | Tx, tokenHash: string) {
  const opensSomething = { OR: [{ reason: null }, { reason: { not: SETTLED_BY_ANOTHER } }] };
  const used =
    (await tx.grant.findUnique({ where: { tokenHash } })) ??
    (await tx.payment.findFirst({ where: { claimTokenHash: tokenHash, state: { not: "failed" }, ...opensSomething } }));
  if (used) {
    throw new AppError("malformed_request", {
      detail: "This Claim-Token was used for another purchase. Choose a new one. Nothing was charged.",
    });
  }
}

async function insertClaim(tx: Tx, { network, payment, fileId, now }: Reservation, paymentId: string | null) {
  const hash = identifierHashOf(fileId, payment);
  // Whoever had it more than a day ago: findIdentified has found no younger one.
  if (hash !== null) await tx.claim.updateMany({ where: { identifierHash: hash }, data: { identifierHash: null } });
  await tx.claim.create({
    data: {
      id: newId(),
      chainId: network.chainId,
      token: tokenOf(network),
      payer: payment.from,
      nonce: payment.nonce,
      fileId,
      paymentId,
      identifierHash: hash,
      createdAt: now,
    },
  });
}

async function insertPayment(tx: Tx, reservation: Reservation): Promise<PaymentRow> {
  const { network, payment, now } = reservation;
  const row = await tx.payment.create({
    data: {
      id: newId(),
      purpose: "sale",
      fileId: reservation.fileId,
      termsId: reservation.terms.id,
      facilitator: reservation.facilitator.name,
      settlers: reservation.facilitator.settlers.join(","),
      chainId: network.chainId,
      token: tokenOf(network),
      payer: payment.from,
      payTo: payment.to,
      amount: payment.value.toString(),
      nonce: payment.nonce,
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

type Step = { to: PaymentState; reason?: string; detail?: string; now: Date };

async function appendEvent(tx: Tx, paymentId: string, { to, reason, detail, now }: Step) {
  await tx.paymentEvent.create({
    data: { id: newId(), paymentId, state: to, reason: reason ?? null, detail: detail ?? null, at: now },
  });
}

/**
 * Moves a payment to another state and writes why.
 *
 * @param from the states it may come from
 * @returns false when it was in none of them: another request, or the reconciler, was faster
 */
export async function movePayment(
  paymentId: string,
  from: readonly PaymentState[],
  step: Step & { transaction?: string | null },
): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.payment.updateMany({
      where: { id: paymentId, state: { in: [...from] } },
      data: {
        state: step.to,
        reason: step.reason ?? null,
        updatedAt: step.now,
        ...(step.transaction ? { transaction: step.transaction } : {}),
      },
    });
    if (count === 0) return false;
    await appendEvent(tx, paymentId, step);
    return true;
  });
}

/**
 * Refuses a payment before anything was handed out to be settled: it fails, and the authorization is free again, so
 * that the same one can be presented once its cause is mended (such as an empty wallet). One whose settlement we have
 * signed stays as it is, whoever asks.
 *
 * @param from `settling` only when the facilitator is certain that it signed and handed out nothing
 */
export async function releasePayment(
  paymentId: string,
  reason: string,
  now: Date,
  from: "reserved" | "settling" = "reserved",
): Promise<void> {
  await db().$transaction(async (tx) => {
    const signed = await tx.gasTransaction.count({ where: { paymentId, kind: "settlement" } });
    if (signed > 0) return;
    const { count } = await tx.payment.updateMany({
      where: { id: paymentId, state: from },
      data: { state: "failed", reason, updatedAt: now },
    });
    if (count === 0) return;
    await tx.claim.deleteMany({ where: { paymentId } });
    await appendEvent(tx, paymentId, { to: "failed", reason, now });
  });
}

/**
 * Writes a proven settlement and the buyer's grant in one transaction. Safe to repeat: the second time it returns what
 * stands.
 *
 * @param opensByToken false when somebody else than our facilitator sent the transaction: who presented the
 *   authorization here need not be the payer, so the claim token given out at reservation opens nothing (rule 3d)
 */
export async function commitSettlement(
  payment: PaymentRow,
  proof: SettlementProof,
  options: { opensByToken: boolean; downloadDays: number; now: Date },
): Promise<{ grant: GrantRow; payment: PaymentRow }> {
  return db().$transaction(async (tx) => {
    const { count } = await tx.payment.updateMany({
      where: { id: payment.id, state: { in: [...OPEN_STATES] } },
      data: {
        state: "settled",
        reason: options.opensByToken ? null : SETTLED_BY_ANOTHER,
        transaction: proof.transaction,
        logIndex: proof.logIndex,
        blockNumber: proof.blockNumber.toString(),
        blockHash: proof.blockHash,
        blockTime: proof.blockTime,
        settledAt: options.now,
        updatedAt: options.now,
      },
    });
    const settled = await tx.payment.findUniqueOrThrow({ where: { id: payment.id } });
    if (count === 0) {
      const standing = await tx.grant.findFirst({ where: { paymentId: payment.id }, orderBy: { createdAt: "asc" } });
      if (!standing) throw new Error(`Payment ${payment.id} is neither open nor granted.`);
      return { grant: standing, payment: settled };
    }
    await appendEvent(tx, payment.id, { to: "settled", detail: proof.transaction, now: options.now });
    return { grant: await createPaidGrant(tx, payment, options), payment: settled };
  });
}

/** One spelling of the token's address in the ledger. */
function tokenOf(network: Network): string {
  return network.token.address.toLowerCase();
}
