import "server-only";
import { DAY, MINUTE, SECOND } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { isProcessGone, perProcess, processName } from "@/lib/process";

/**
 * Which processes are working on transfers. It only decides how soon another one resumes them: resuming a
 * payment too early does no harm, because every step names the state it comes from.
 */

/** How long a request may work on a payment (ms). */
export const IN_FLIGHT = 2 * MINUTE;
/** A process without a heartbeat for this long (ms) is dead. */
export const SILENT_AFTER = 10 * SECOND;

const own = () => perProcess("payments-heartbeat", () => ({ lastWork: Number.NEGATIVE_INFINITY }));

/** Records, inside the database transaction that reserves a payment, that this process is working. */
export async function recordHeartbeat(tx: Tx, now: Date): Promise<void> {
  own().lastWork = now.getTime();
  const sql = `INSERT INTO "Worker" ("id", "seenAt") VALUES (?, ?) ON CONFLICT ("id") DO UPDATE SET "seenAt" = excluded."seenAt"`;
  await prepared(tx).run(sql, [processName(), now]);
}

/** A job: renews the heartbeat while this process may have payments in progress, and deletes old ones. */
export async function renewHeartbeat(now: Date): Promise<void> {
  if (now.getTime() - own().lastWork > IN_FLIGHT) return;
  await prepared(db()).heartbeat.updateMany({ id: processName() }, { seenAt: now });
  await db().heartbeat.deleteMany({ where: { seenAt: { lt: new Date(now.getTime() - DAY) } } });
}

/**
 * The dead processes: of this machine and ended, or without a heartbeat for a while. Never this one.
 */
export async function findDeadProcesses(now: Date): Promise<string[]> {
  const atWork = await db().transfer.groupBy({
    by: ["processName"],
    where: { state: { in: ["reserved", "settling"] } },
  });
  const others = atWork.map((row) => row.processName).filter((name) => name !== "" && name !== processName());
  if (others.length === 0) return [];
  const heardOf = await db().heartbeat.findMany({ where: { id: { in: others } } });
  const awake = heardOf.filter(({ seenAt }) => Math.abs(now.getTime() - seenAt.getTime()) <= SILENT_AFTER);
  return others.filter((name) => isProcessGone(name) || !awake.some(({ id }) => id === name));
}
