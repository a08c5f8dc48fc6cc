import "server-only";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { perProcess } from "@/lib/process";

/** Grants per transaction, so that no flush blocks the database for long. */
const BATCH = 500;

/** Downloads since the last flush, by grant. In memory, since anyone with a link may send a thousand requests a second. */
const held = () => perProcess("grants-downloads", () => ({ counts: new Map<string, number>() }));

/** One more download started at the first byte. */
export function countDownload(grantId: string): void {
  const { counts } = held();
  counts.set(grantId, (counts.get(grantId) ?? 0) + 1);
}

/** Counts of this process that are not yet written. */
export function unwrittenDownloads(grantId: string): number {
  return held().counts.get(grantId) ?? 0;
}

/** A job: writes the counts. Those that could not be written are kept for the next time; a crash loses a few seconds. */
export async function flushDownloads(_now: Date): Promise<void> {
  const { counts } = held();
  const taken = [...counts];
  counts.clear();
  while (taken.length > 0) {
    await write(taken.slice(0, BATCH)).catch((error: unknown) => {
      for (const [grantId, count] of taken) counts.set(grantId, (counts.get(grantId) ?? 0) + count);
      throw error;
    });
    taken.splice(0, BATCH);
  }
}

async function write(batch: [string, number][]): Promise<void> {
  await db().$transaction(async (tx) => {
    for (const [id, downloads] of batch) {
      await prepared(tx).run(ADD, [downloads, id]);
    }
  });
}

const ADD = `UPDATE "Entitlement" SET "downloads" = "downloads" + ? WHERE "id" = ?`;
