import "server-only";
import { DAY, SECOND } from "@/lib/clock";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { mailboxesOf, mailboxOf } from "./mailbox";

/** So many first messages to one mailbox within a day that its owner has not confirmed, from all sellers and payments. */
const FIRST_A_DAY = 3;

/** `id`: of the row that holds the address. `orderId`: of a seller's address null. */
type Typed = { id: string; email: string; orderId: string | null };

/**
 * Counts a first message to an address that somebody typed: it may be somebody else's. What is counted holds no address
 * and outlives the row that does, so that erasing does not make room for more.
 *
 * @throws AppError `too_many_requests` with `Retry-After` (seconds)
 */
export async function rememberFirst(tx: Tx, { id, email, orderId }: Typed, now: Date): Promise<void> {
  const since = new Date(now.getTime() - DAY);
  const others = { mailbox: { in: mailboxesOf(email) }, id: { not: id }, confirmedAt: null, createdAt: { gt: since } };
  if ((await tx.typedAddress.count({ where: others })) >= FIRST_A_DAY) {
    throw new AppError("too_many_requests", {
      detail: "This address got several messages today. Try again tomorrow.",
      headers: { "Retry-After": String(DAY / SECOND) },
    });
  }
  const row = { mailbox: mailboxOf(email), orderId, createdAt: now };
  await tx.typedAddress.upsert({ where: { id }, create: { id, ...row }, update: row });
}

/** The last address that was left for a payment, also if it was erased since; null if there was none. */
export async function findLastTyped(tx: Tx, orderId: string, email: string) {
  const row = await tx.typedAddress.findFirst({ where: { orderId }, orderBy: { createdAt: "desc" } });
  return row && { id: row.id, isConfirmed: row.confirmedAt !== null, isSame: mailboxesOf(email).includes(row.mailbox) };
}

/** Notes that its owner opened the link in the first message. */
export async function rememberConfirmed(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.typedAddress.updateMany({ where: { id, confirmedAt: null }, data: { confirmedAt: now } });
}
