import "server-only";
import { DAY } from "@/lib/clock";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { ProductRef } from "./ports";
import { type OrderedTransfer, type PaymentRow, readTransfer, withOrder } from "./rows";

/** How long a payment identifier is remembered (ms). */
export const IDENTIFIER_TTL = DAY;

const withTransfer = { transfer: { include: withOrder } } as const;

/** The hold on an authorization, with its payment unless it only served as a proof, or for a refund. */
export type KnownHold = NonNullable<Awaited<ReturnType<Db["hold"]["findUnique"]>>> & { transfer: PaymentRow | null };

/** The hold on this authorization. A refund's has no payment. */
export async function findHold(client: Db | Tx, replayKey: string): Promise<KnownHold | null> {
  const hold = await prepared(client).hold.findFirst({ replayKey });
  if (!hold) return null;
  const transfer = hold.transferId === null ? null : await readTransfer(client, hold.transferId);
  return { ...hold, transfer: transfer?.direction === "refund" ? null : transfer };
}

/** The hold of the last day that came with the same payment identifier, by the same payer for the same thing. */
export async function findIdentified(client: Db | Tx, identifierHash: string | null, now: Date) {
  if (identifierHash === null) return null;
  const since = new Date(now.getTime() - IDENTIFIER_TTL);
  return client.hold.findFirst({ where: { identifierHash, createdAt: { gt: since } }, include: withTransfer });
}

type NewHold = ProductRef & { replayKey: string; identifierHash: string | null; transferId: string | null; now: Date };

/** @throws a unique violation when the authorization is held already */
export async function insertHold(tx: Tx, { productKind, productId, replayKey, now, ...hold }: NewHold): Promise<void> {
  const { identifierHash, transferId } = hold;
  // Its use is more than a day old: `findIdentified` has found no younger one.
  if (identifierHash !== null) await tx.hold.updateMany({ where: { identifierHash }, data: { identifierHash: null } });
  const ref = { productKind, productId };
  await prepared(tx).hold.create({ id: newId(), replayKey, ...ref, transferId, identifierHash, createdAt: now });
}

/**
 * Holds a refund's authorization: who receives it may see it before it is in a block, and must not buy anything with it.
 * Every attempt at one refund signs the same nonce, so an earlier attempt may still hold it.
 *
 * @throws AppError `refund_not_possible` when it has been presented for a purchase
 */
export async function holdForRefund(tx: Tx, { id, orderId, replayKey, order }: OrderedTransfer, now: Date) {
  const held = await tx.hold.findUnique({ where: { replayKey }, include: { transfer: true } });
  if (!held) return insertHold(tx, { ...order, replayKey, identifierHash: null, transferId: id, now });
  // One without a transfer only served as a proof.
  const { transfer } = held;
  if (transfer && (transfer.direction !== "refund" || transfer.orderId !== orderId)) {
    throw new AppError("refund_not_possible", {
      detail: "This signature was presented for a purchase. Look at your wallet's history before you pay again.",
    });
  }
  await tx.hold.update({ where: { replayKey }, data: { transferId: id } });
}
