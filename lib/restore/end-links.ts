import "server-only";
import type { Tx } from "@/lib/db/client";

/**
 * Takes the keys from what was bought and given. The entitlements stay: their payers get new links by a signature. In the
 * place of a hash comes a text that is the hash of nothing, and is unique as the column requires.
 */
const NOTHING = "ended by a restore ";

/** The recovery links and cookies of one purchase, and of its payment if that is still under way. */
export async function endLinksOf(tx: Tx, orderId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "Entitlement" SET "tokenHash" = ${NOTHING} || "id" WHERE "orderId" = ${orderId}`;
  await tx.$executeRaw`UPDATE "Order" SET "secretHash" = ${NOTHING} || "id" WHERE "id" = ${orderId}`;
}

/** Those of everybody. */
export async function endAllLinks(tx: Tx): Promise<void> {
  await tx.$executeRaw`UPDATE "Entitlement" SET "tokenHash" = ${NOTHING} || "id"`;
  await tx.$executeRaw`UPDATE "Order" SET "secretHash" = ${NOTHING} || "id"`;
}

/** Gift links that nobody has taken, as far as is known. */
export async function endAllGifts(tx: Tx): Promise<void> {
  await tx.$executeRaw`UPDATE "Gift" SET "tokenHash" = ${NOTHING} || "id"`;
}
