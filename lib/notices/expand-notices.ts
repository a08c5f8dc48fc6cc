import "server-only";
import { HOUR } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import { findRecipients, type NoticeRow } from "./recipients";

/** At most one mail about reports in this time (ms). */
const DIGEST_EVERY = HOUR;
/** So many in one run; the next one follows soon. */
const AT_ONCE = 200;

/**
 * A job: makes of each new notice one delivery for each channel and recipient. A notice and its deliveries change in one
 * transaction, so that a crash leaves it as it was; two processes that do it at the same time make the same rows.
 */
export async function expandNotices(now: Date): Promise<void> {
  const fresh = await db().notice.findMany({
    where: { expandedAt: null, createdAt: { lte: now } },
    orderBy: { createdAt: "asc" },
    take: AT_ONCE,
  });
  for (const notice of fresh) await expand(notice, now);
}

async function expand(notice: NoticeRow, now: Date): Promise<void> {
  const recipients = await findRecipients(notice, now);
  await db().$transaction(async (tx) => {
    const { count } = await tx.notice.updateMany({
      where: { id: notice.id, expandedAt: null },
      data: { expandedAt: now },
    });
    if (count === 0) return;
    for (const { channel, id: recipient } of recipients) {
      const row = { id: newId(), noticeId: notice.id, channel, recipient, state: "waiting", nextAt: now };
      await tx.delivery.create({ data: { ...row, createdAt: now, updatedAt: now } });
    }
    if (notice.kind === "report" || notice.kind === "appeal") await wantDigest(tx, now);
  });
}

/** A digest waits for its hour, and says then what has come until then. */
async function wantDigest(tx: Tx, now: Date): Promise<void> {
  const last = await tx.notice.findFirst({ where: { kind: "report-digest" }, orderBy: { createdAt: "desc" } });
  if (last && last.expandedAt === null) return;
  const at = new Date(Math.max(now.getTime(), last ? last.createdAt.getTime() + DIGEST_EVERY : 0));
  await notify(tx, { kind: "report-digest", at }, at);
}
