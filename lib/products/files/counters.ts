import "server-only";
import { db } from "@/lib/db/client";
import { addViews } from "@/lib/earnings/daily-sales";
import { perProcess } from "@/lib/process";

/** How often a file was viewed, by people (its page) and by programs (its challenge). */
export type Counts = { views: number; priceChecks: number };

/** Files per transaction, so that no flush blocks the database for long. */
const BATCH = 500;

/**
 * Counts since the last flush, by file. They stay in memory because a price check writes nothing else: a crawler must not
 * be able to make the database write at every request. A crash loses the few seconds since the last flush.
 */
const held = () => perProcess("sellers-counters", () => ({ counts: new Map<string, Counts>() }));

/** One more person opened the file's page. */
export function countView(fileId: string): void {
  add(fileId, { views: 1, priceChecks: 0 });
}

/** One more program requested the file's price. */
export function countPriceCheck(fileId: string): void {
  add(fileId, { views: 0, priceChecks: 1 });
}

/** Counts of this process that are not yet written. */
export function unwrittenCounts(fileId: string): Counts {
  return held().counts.get(fileId) ?? { views: 0, priceChecks: 0 };
}

/** The same for all files together. */
export function allUnwrittenCounts(): Counts {
  const sum = { views: 0, priceChecks: 0 };
  for (const { views, priceChecks } of held().counts.values()) {
    sum.views += views;
    sum.priceChecks += priceChecks;
  }
  return sum;
}

/** A job: writes the counts, in all and by day. Those that could not be written are kept for the next time. */
export async function flushCounters(now: Date): Promise<void> {
  const { counts } = held();
  const taken = [...counts];
  counts.clear();
  while (taken.length > 0) {
    await write(taken.slice(0, BATCH), now).catch((error: unknown) => {
      for (const [fileId, count] of taken) add(fileId, count);
      throw error;
    });
    taken.splice(0, BATCH);
  }
}

async function write(batch: [string, Counts][], now: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    for (const [id, { views, priceChecks }] of batch) {
      const data = { views: { increment: views }, priceChecks: { increment: priceChecks } };
      const { count } = await tx.file.updateMany({ where: { id }, data });
      if (count > 0) await addViews(tx, id, { views, priceChecks, now });
    }
  });
}

function add(fileId: string, { views, priceChecks }: Counts): void {
  const { counts } = held();
  const before = counts.get(fileId) ?? { views: 0, priceChecks: 0 };
  counts.set(fileId, { views: before.views + views, priceChecks: before.priceChecks + priceChecks });
}
