import "server-only";
import { audit } from "@/lib/audit/audit";
import type { Actor } from "@/lib/audit/schema";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { listDeadLetters, retryDeadLetter } from "@/lib/notices/dead-letters";
import type { DeadLetter } from "@/lib/notices/schema";
import { PAGE_SIZE, toPage } from "./paging";
import type { Page } from "./schema";

/** Messages that could not be delivered, the newest first. @param before the last one that was shown */
export async function listDeadNotices(before?: string): Promise<Page<DeadLetter>> {
  return toPage(await listDeadLetters({ before, take: PAGE_SIZE + 1 }), (letter) => letter);
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
