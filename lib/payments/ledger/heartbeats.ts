import "server-only";
import { DAY, MINUTE, SECOND } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { isProcessGone, perProcess, processName } from "@/lib/process";

/**
 * Which processes are at work on payments. It only decides how soon somebody else looks at what one has left: taking a
 * payment up too early harms nobody, because every step names the state it comes from.
 */

/** How long a request may be at work on a payment (ms). */
export const IN_FLIGHT = 2 * MINUTE;
/** A process that has not been heard of for this long (ms) is gone. */
export const SILENT_AFTER = 10 * SECOND;

const own = () => perProcess("payments-heartbeat", () => ({ lastWork: Number.NEGATIVE_INFINITY }));

/** Says, inside the database transaction that reserves a payment, that this process is at work. */
export async function recordHeartbeat(tx: Tx, now: Date): Promise<void> {
  own().lastWork = now.getTime();
  const id = processName();
  await tx.heartbeat.upsert({ where: { id }, create: { id, seenAt: now }, update: { seenAt: now } });
}

/** A job: says so again while this process may have payments in flight, and forgets processes of long ago. */
export async function renewHeartbeat(now: Date): Promise<void> {
  if (now.getTime() - own().lastWork > IN_FLIGHT) return;
  await db().heartbeat.updateMany({ where: { id: processName() }, data: { seenAt: now } });
  await db().heartbeat.deleteMany({ where: { seenAt: { lt: new Date(now.getTime() - DAY) } } });
}

/**
 * The processes that have left payments behind: of this machine and ended, or not heard of for a while. Never this one.
 */
export async function findDeadProcesses(now: Date): Promise<string[]> {
  const atWork = await db().payment.groupBy({
    by: ["processName"],
    where: { state: { in: ["reserved", "settling"] } },
  });
  const others = atWork.map((row) => row.processName).filter((name) => name !== "" && name !== processName());
  if (others.length === 0) return [];
  const heardOf = await db().heartbeat.findMany({ where: { id: { in: others } } });
  const awake = heardOf.filter(({ seenAt }) => Math.abs(now.getTime() - seenAt.getTime()) <= SILENT_AFTER);
  return others.filter((name) => isProcessGone(name) || !awake.some(({ id }) => id === name));
}
