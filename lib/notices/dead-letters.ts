import "server-only";
import { DAY } from "@/lib/clock";
import { type Db, db, type Tx } from "@/lib/db/client";
import type { DeadLetter } from "./schema";

/** Notices and their deliveries are kept this long after the last one ended (ms). */
const KEPT = 90 * DAY;

/**
 * Messages that could not be sent for days, or that the other side refused: the newest first.
 *
 * @param before the id of the last one that was shown
 */
export async function listDeadLetters({ before, take }: { before?: string; take: number }): Promise<DeadLetter[]> {
  const rows = await db().delivery.findMany({
    where: { state: "dead" },
    orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
    include: { notice: true },
    take,
    ...(before ? { cursor: { id: before }, skip: 1 } : {}),
  });
  return rows.map(({ id, notice, channel, recipient, attempts, error, updatedAt }) => ({
    id,
    kind: notice.kind,
    subjectId: notice.subjectId,
    channel,
    recipient,
    attempts,
    error,
    at: updatedAt.toISOString(),
  }));
}

/** Sends one again, for another few days, with the same id. @returns false when it is not a dead letter */
export async function retryDeadLetter(id: string, now: Date, client: Tx | Db = db()): Promise<boolean> {
  const { count } = await client.delivery.updateMany({
    where: { id, state: "dead" },
    data: { state: "waiting", attempts: 0, nextAt: now, createdAt: now, updatedAt: now },
  });
  return count > 0;
}

/** A job: deletes notices that have nothing left to send. */
export async function pruneNotices(now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT);
  const unfinished = { some: { OR: [{ state: { in: ["waiting", "sending"] } }, { updatedAt: { gte: before } }] } };
  const where = { createdAt: { lt: before }, expandedAt: { not: null }, NOT: { deliveries: unfinished } };
  const old = await db().notice.findMany({ where, select: { id: true }, take: 1_000 });
  const noticeId = { in: old.map(({ id }) => id) };
  await db().$transaction([
    db().delivery.deleteMany({ where: { noticeId } }),
    db().notice.deleteMany({ where: { id: noticeId } }),
  ]);
}
