import "server-only";
import { DAY, MINUTE, SECOND } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { AppError, type ErrorCode } from "@/lib/errors";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";

/** How long a budget lasts, from the first byte (ms). Then it starts again: no buyer is locked out for good. */
const WINDOW = DAY;
/** Added to every budget, so that players that request a small file repeatedly never reach it (bytes). */
const ALLOWANCE = 1024 ** 3;
/** Counts stay in memory this long after their last byte: longer than a transfer may stall (ms). */
const KEEP_FOR = 10 * MINUTE;
/** Grants per transaction, so that no flush blocks the database for long. */
const BATCH = 500;

/** Bytes this server sent, and bytes that nginx was asked to send, of which it may have sent fewer. */
type Bytes = { sent: number; handed: number };

/** `written` is the database's value when it was last read, `fresh` the count of this process since its last flush. */
type Entry = { since: number; touched: number; written: Bytes; fresh: Bytes; flushing: boolean };

/** The remaining budget of a payment, a gift or a free file. */
export type Budget = {
  /**
   * To be checked before this server sends.
   *
   * @throws AppError `downloads_spent`, of a free file `free_downloads_spent` (429), with `Retry-After` and `renewsAt`
   */
  admit(): void;
  /** Counts sent bytes; false when the budget is used up and the transfer has to end. */
  count(bytes: number): boolean;
  /** Counts bytes that nginx is asked to send; false when that budget is used up. */
  countHanded(bytes: number): boolean;
};

/**
 * The budget of a payment: DOWNLOADS_PER_DAY times the file's size plus 1 GiB within 24 hours, so that a widely shared
 * recovery link does not use up the operator's bandwidth. It counts bytes, never requests. An interrupted download
 * counts the bytes that were sent.
 *
 * It is unknown how much nginx really sent, so the bytes requested from it have their own budget; when that is used up,
 * this server sends the bytes itself for the rest of the day and counts exactly.
 *
 * @param size of the file, in bytes
 */
export function startBudget({ id, orderId }: Spender, size: number, now: Date): Promise<Budget> {
  return openBudget(orderId ?? id, { times: settings().downloadsPerDay, size, spent: purchaseSpent }, now);
}

/** Whose budget: all keys of one payment have one, so that another key is not another budget. A gift has its own. */
type Spender = { id: string; orderId: string | null };

/**
 * Begins the budget of a payment again, since somebody else may have used it up and no longer can. Once in 24 hours, or this
 * would be a budget without end.
 */
export async function renewBudget(tx: Tx, orderId: string, now: Date): Promise<void> {
  const id = `budget:${orderId}`;
  if ((await tx.usedNonce.count({ where: { id, expiresAt: { gt: now } } })) > 0) return;
  const expiresAt = new Date(now.getTime() + WINDOW);
  await tx.usedNonce.upsert({ where: { id }, create: { id, purpose: "budget", expiresAt }, update: { expiresAt } });
  await tx.traffic.deleteMany({ where: { entitlementId: orderId } });
  entries().delete(orderId);
}

/** The budget of a file without a price: FREE_DOWNLOADS_PER_DAY times its size plus 1 GiB, for everybody together (rule 11). */
export function startFreeBudget(fileId: string, size: number, now: Date): Promise<Budget> {
  return openBudget(`free ${fileId}`, { times: settings().freeDownloadsPerDay, size, spent: freeSpent }, now);
}

/** What a used-up budget answers. */
type Spent = (renewsAt: string) => { code: ErrorCode; detail: string };

const purchaseSpent: Spent = (renewsAt) => ({
  code: "downloads_spent",
  detail: `You still have access. You can resume at ${renewsAt}; the part you have is not lost.`,
});

const freeSpent: Spent = (renewsAt) => ({
  code: "free_downloads_spent",
  detail: `It can be downloaded again at ${renewsAt}; the part you have is not lost.`,
});

async function openBudget(
  grantId: string,
  { times, size, spent }: { times: number; size: number; spent: Spent },
  now: Date,
): Promise<Budget> {
  if (times === 0) return { admit() {}, count: () => true, countHanded: () => true };
  const limit = times * size + ALLOWANCE;
  await readWritten(grantId, now);
  return {
    admit() {
      const entry = entryOf(grantId, now.getTime());
      if (total(entry, "sent") < limit) return;
      const renewsAt = new Date(entry.since + WINDOW);
      const { code, detail } = spent(renewsAt.toISOString());
      throw new AppError(code, {
        detail,
        headers: { "Retry-After": String(Math.max(1, Math.ceil((renewsAt.getTime() - now.getTime()) / SECOND))) },
        members: { renewsAt: renewsAt.toISOString() },
      });
    },
    count(bytes) {
      const entry = entryOf(grantId, Date.now());
      entry.fresh.sent += bytes;
      return total(entry, "sent") <= limit + bytes;
    },
    countHanded(bytes) {
      const entry = entryOf(grantId, now.getTime());
      if (total(entry, "handed") + bytes > limit) return false;
      entry.fresh.handed += bytes;
      return true;
    },
  };
}

/** A job: writes the counts. A crash loses the few seconds since the last flush, in the buyer's favour. */
export async function flushTraffic(now: Date): Promise<void> {
  const all = entries();
  const due = [...all].filter(([, { fresh, flushing }]) => fresh.sent + fresh.handed > 0 && !flushing);
  for (let at = 0; at < due.length; at += BATCH) await write(due.slice(at, at + BATCH));
  for (const [grantId, { fresh, touched }] of all) {
    if (fresh.sent + fresh.handed === 0 && touched + KEEP_FOR <= now.getTime()) all.delete(grantId);
  }
}

/** A job: deletes budgets whose 24 hours have ended. */
export async function sweepTraffic(now: Date): Promise<void> {
  await db().traffic.deleteMany({ where: { since: { lte: new Date(now.getTime() - WINDOW) } } });
}

async function write(batch: [string, Entry][]): Promise<void> {
  const taken = batch.map(([grantId, entry]) => ({ grantId, entry, since: entry.since, bytes: { ...entry.fresh } }));
  for (const { entry } of taken) entry.flushing = true;
  try {
    await db().$transaction(async (tx) => {
      for (const { grantId, since, bytes } of taken) await add(tx, grantId, since, bytes);
    });
    for (const { entry, bytes } of taken) {
      for (const kind of ["sent", "handed"] as const) {
        entry.fresh[kind] -= bytes[kind];
        entry.written[kind] += bytes[kind];
      }
    }
  } finally {
    for (const { entry } of taken) entry.flushing = false;
  }
}

async function add(tx: Tx, grantId: string, since: number, { sent, handed }: Bytes): Promise<void> {
  const { traffic } = prepared(tx);
  const row = await traffic.findFirst({ entitlementId: grantId });
  const counts = { sent: BigInt(sent), handed: BigInt(handed) };
  if (!row) await traffic.create({ entitlementId: grantId, since: new Date(since), ...counts });
  else if (row.since.getTime() + WINDOW <= since) {
    await traffic.updateMany({ entitlementId: grantId }, { since: new Date(since), ...counts });
  } else {
    const sum = { sent: row.sent + counts.sent, handed: row.handed + counts.handed };
    await traffic.updateMany({ entitlementId: grantId }, sum);
  }
}

/** Reads the database's value, including other processes' counts. */
async function readWritten(grantId: string, now: Date): Promise<void> {
  const row = await prepared(db()).traffic.findFirst({ entitlementId: grantId });
  const entry = entryOf(grantId, now.getTime());
  // While our own counts are being written, nobody can tell whether the row holds them already.
  if (!row || entry.flushing || row.since.getTime() + WINDOW <= now.getTime()) return;
  entry.since = row.since.getTime();
  entry.written = { sent: Number(row.sent), handed: Number(row.handed) };
}

/** The grant's counts in the window that `time` (ms) belongs to. */
function entryOf(grantId: string, time: number): Entry {
  const all = entries();
  const known = all.get(grantId);
  if (known && time < known.since + WINDOW) {
    known.touched = time;
    return known;
  }
  const none = () => ({ sent: 0, handed: 0 });
  const entry = { since: time, touched: time, written: none(), fresh: none(), flushing: false };
  all.set(grantId, entry);
  return entry;
}

function total({ written, fresh }: Entry, kind: keyof Bytes): number {
  return written[kind] + fresh[kind];
}

function entries(): Map<string, Entry> {
  return perProcess("traffic", () => new Map<string, Entry>());
}
