import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { settings } from "@/lib/settings/settings";

/** Rows deleted together: deleting them blocks the database for some milliseconds only. */
const BATCH = 200;

/**
 * A job: deletes messages to sellers `KEEP_COMPLAINTS` days after they were done, or after they were sent if nobody marked
 * them as done.
 */
export async function pruneComplaints(now: Date): Promise<void> {
  const before = new Date(now.getTime() - settings().keepComplaints * DAY);
  const old = { OR: [{ doneAt: { lt: before } }, { doneAt: null, createdAt: { lt: before } }] };
  for (;;) {
    const rows = await db().complaint.findMany({ where: old, select: { id: true }, take: BATCH });
    const { count } = await db().complaint.deleteMany({ where: { ...old, id: { in: rows.map(({ id }) => id) } } });
    if (count > 0) log.info({ count }, "old complaints were deleted");
    if (rows.length < BATCH) return;
  }
}
