import "server-only";
import { DAY } from "@/lib/clock";
import type { Db, Tx } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import type { ProductRef } from "./ports";
import { type PaymentRow, withOrder } from "./rows";

/** How long a payment identifier is remembered (ms). */
export const IDENTIFIER_TTL = DAY;

const withTransfer = { transfer: { include: withOrder } } as const;

/** The hold on an authorization, with its payment unless it only served as a proof. */
export type KnownHold = NonNullable<Awaited<ReturnType<typeof findHold>>>;

/** The hold on this authorization. */
export function findHold(client: Db | Tx, replayKey: string) {
  return client.hold.findUnique({ where: { replayKey }, include: withTransfer });
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
  await tx.hold.create({
    data: { id: newId(), replayKey, productKind, productId, transferId, identifierHash, createdAt: now },
  });
}

/** The payment behind a hold, as far as it has one. */
export function paymentOf({ transfer }: KnownHold): PaymentRow | null {
  return transfer;
}
