import "server-only";
import { audit } from "@/lib/audit/audit";
import type { Actor } from "@/lib/audit/schema";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { retryDeadLetter } from "@/lib/notices/dead-letters";
import { after, newestFirst, PAGE_SIZE, toPage } from "./paging";
import type { DeadNotice, Page } from "./schema";

/** Messages that could not be delivered, the newest first. @param before the last one that was shown */
export async function listDeadNotices(before?: string): Promise<Page<DeadNotice>> {
  const last = before === undefined ? null : await db().delivery.findUnique({ where: { id: before } });
  const rows = await db().delivery.findMany({
    where: { AND: [{ state: "dead" }, after(last)] },
    include: { notice: true },
    orderBy: newestFirst,
    take: PAGE_SIZE + 1,
  });
  return toPage(rows, ({ id, notice, channel, recipient, attempts, error, createdAt }) => ({
    ...{ id, kind: notice.kind, subjectId: notice.subjectId, channel, recipient, attempts, error },
    at: createdAt.toISOString(),
  }));
}

/** How many messages could not be delivered, and how many wait to be sent. */
export async function countNotices(): Promise<{ dead: number; waiting: number }> {
  const count = (state: string) => db().delivery.count({ where: { state } });
  const [dead, waiting] = await Promise.all([count("dead"), count("waiting")]);
  return { dead, waiting };
}

/**
 * Lets a message be sent once more, from the first attempt on.
 *
 * @throws AppError `not_found` when there is no such message that could not be delivered
 */
export async function retryNotice(id: string, by: Actor, now: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    if (!(await retryDeadLetter(id, now, tx)))
      throw new AppError("not_found", { detail: "There is no such message that could not be delivered." });
    await audit(tx, { act: "notice-retried", by, subject: { kind: "notice", id } }, now);
  });
}
