import "server-only";
import { type Db, db, type Tx } from "@/lib/db/client";
import { mailboxesOf, mailboxOf } from "./mailbox";

/** Whether the owner of an address wants no messages from this shop. */
export async function isUnsubscribed(client: Db | Tx, email: string): Promise<boolean> {
  return (await client.unsubscribed.count({ where: { mailbox: { in: mailboxesOf(email) } } })) > 0;
}

/** The same for the row that a link in a mail names, also if it was erased since. */
export async function isUnsubscribedById(id: string): Promise<boolean> {
  const { mailboxes } = await findMailbox(db(), id);
  return (await db().unsubscribed.count({ where: { mailbox: { in: mailboxes } } })) > 0;
}

/**
 * Ends all messages to a mailbox: those of every purchase and every seller, and first messages whoever asks for them. Also
 * after its address was erased. A seller's webhook or topic ends by itself.
 *
 * @param id of the row that a link in a mail names
 */
export async function unsubscribe(id: string, now: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    const { current, rows } = await findMailbox(tx, id);
    const [where, data] = [{ id: { in: rows }, stoppedAt: null }, { stoppedAt: now }];
    await tx.buyerAddress.updateMany({ where, data });
    await tx.sellerChannel.updateMany({ where, data });
    if (current === null) return;
    const row = { mailbox: current, createdAt: now };
    await tx.unsubscribed.upsert({ where: { mailbox: current }, create: row, update: {} });
  });
}

/**
 * Takes that back, asked for by its owner on the page that only they can open. Messages go on where the address was
 * confirmed. Elsewhere it has to be entered again: its first message was not sent, or its link is old.
 *
 * @param id as above
 */
export async function resume(id: string): Promise<void> {
  await db().$transaction(async (tx) => resumeRows(tx, await findMailbox(tx, id)));
}

/**
 * The same for an owner who has no mail of this shop any more and has written to its operator.
 *
 * @returns false if the address is not unsubscribed
 */
export async function resumeAddress(email: string): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const mailboxes = mailboxesOf(email);
    return resumeRows(tx, { mailboxes, rows: await findRows(tx, mailboxes) });
  });
}

async function resumeRows(tx: Tx, { mailboxes, rows }: { mailboxes: string[]; rows: string[] }): Promise<boolean> {
  const [where, data] = [{ id: { in: rows }, confirmedAt: { not: null } }, { stoppedAt: null }];
  await tx.buyerAddress.updateMany({ where, data });
  await tx.sellerChannel.updateMany({ where, data });
  return (await tx.unsubscribed.deleteMany({ where: { mailbox: { in: mailboxes } } })).count > 0;
}

/** What is stored of the mailbox behind a row, and all rows of it. */
async function findMailbox(client: Db | Tx, id: string) {
  const typed = await client.typedAddress.findUnique({ where: { id } });
  const email =
    (await client.buyerAddress.findUnique({ where: { id } }))?.email ??
    (await client.sellerChannel.findFirst({ where: { id, kind: "email" } }))?.target;
  const current = email === undefined ? (typed?.mailbox ?? null) : mailboxOf(email);
  const mailboxes = [...(typed ? [typed.mailbox] : []), ...(email === undefined ? [] : mailboxesOf(email))];
  return { current, mailboxes, rows: [id, ...(await findRows(client, mailboxes))] };
}

async function findRows(client: Db | Tx, mailboxes: string[]): Promise<string[]> {
  const rows = await client.typedAddress.findMany({ where: { mailbox: { in: mailboxes } }, select: { id: true } });
  return rows.map(({ id }) => id);
}
