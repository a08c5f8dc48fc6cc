import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import type { Channel } from "@/lib/outbox/schema";
import { withoutUrls } from "@/lib/payment-methods/evm/chain/safe-error";
import { isProcessGone, processName } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import { sendEmail } from "./channels/email";
import { sendNtfy } from "./channels/ntfy";
import { sendWebhook } from "./channels/webhook";
import { composeMessage } from "./compose-message";
import { type Message, Refused, type Target } from "./message";
import type { NoticeRow } from "./recipients";
import { delayAfter, GIVE_UP_AFTER } from "./retry-times";
import { stopRecipient } from "./stop-recipient";
import { findTarget } from "./targets";

/** Nobody else sends a delivery for this long (ms) after it was taken. Longer than any attempt. */
const LEASE = 5 * MINUTE;
/** So many recipients at the same time, and of each so many in one run: a slow one holds up nobody else. */
const RECIPIENTS = 6;
const OF_EACH = 10;
/** A run takes no further delivery after this long (ms). */
const LONG_RUN = 20 * SECOND;

type Row = Awaited<ReturnType<typeof findDue>>[number][number];

/**
 * A job for each channel: sends what is due. A delivery is taken by one conditional update, so that two processes never send it at
 * the same time; if its process dies, another one takes over, and what may then arrive twice has the same id.
 */
export async function sendDeliveries(channel: Channel, now: Date): Promise<void> {
  if (channel === "email" && !settings().smtpUrl) return;
  const until = performance.now() + LONG_RUN;
  await freeAbandoned(channel, now);
  const groups = await findDue(channel, now);
  await Promise.all(
    groups.map(async (rows) => {
      for (const row of rows) {
        if (performance.now() > until || !(await sendOne(channel, row, now))) return;
      }
    }),
  );
}

/** What a process of this machine was sending when it died. */
async function freeAbandoned(channel: Channel, now: Date): Promise<void> {
  const taken = await db().delivery.findMany({ where: { channel, state: "sending" }, distinct: ["holder"] });
  for (const { holder } of taken.filter((row) => isProcessGone(row.holder))) {
    await db().delivery.updateMany({ where: { channel, state: "sending", holder }, data: { nextAt: now } });
  }
}

/** By recipient, those that waited longest first. */
async function findDue(channel: Channel, now: Date) {
  const due = { channel, state: { in: ["waiting", "sending"] }, nextAt: { lte: now } };
  const recipients = await db().delivery.groupBy({
    by: ["recipient"],
    where: due,
    _min: { nextAt: true },
    orderBy: { _min: { nextAt: "asc" } },
    take: RECIPIENTS,
  });
  return Promise.all(
    recipients.map(({ recipient }) =>
      db().delivery.findMany({
        where: { ...due, recipient },
        orderBy: { createdAt: "asc" },
        take: OF_EACH,
        include: { notice: true },
      }),
    ),
  );
}

/** @returns false when the recipient cannot be reached now */
async function sendOne(channel: Channel, row: Row, now: Date): Promise<boolean> {
  const { id, state, holder, nextAt, attempts } = row;
  const taken = await db().delivery.updateMany({
    where: { id, state, holder, nextAt },
    data: {
      state: "sending",
      holder: processName(),
      attempts: attempts + 1,
      nextAt: new Date(now.getTime() + LEASE),
      updatedAt: now,
    },
  });
  if (taken.count === 0) return true;
  try {
    const prepared = await prepare(channel, row, now);
    if (prepared) await send(channel, id, prepared, now);
    await finish(id, { state: prepared ? "sent" : "moot", error: null, updatedAt: now });
    return true;
  } catch (error) {
    await noteFailure(row, error, now);
    return error instanceof Refused && !error.isGone;
  }
}

/** Null when there is nothing to say any more, or nobody to say it to. */
async function prepare(channel: Channel, row: Row, now: Date): Promise<{ target: Target; message: Message } | null> {
  const notice: NoticeRow = row.notice;
  const isFirst = notice.kind === "address-left" || notice.kind === "channel-added";
  const target = await findTarget(channel, row.recipient, isFirst);
  const message =
    target && (await composeMessage(notice, { recipient: row.recipient, target, deliveryId: row.id }, now));
  return target && message && { target, message };
}

async function send(
  channel: Channel,
  id: string,
  { target, message }: { target: Target; message: Message },
  now: Date,
): Promise<void> {
  switch (channel) {
    case "email":
      return sendEmail(id, target, message);
    case "webhook":
      return sendWebhook(id, target, message, now);
    case "ntfy":
      return sendNtfy(id, target, message);
  }
}

type End = { state: string; error: string | null; updatedAt: Date; nextAt?: Date };

/** Only if nobody has taken it over meanwhile. */
async function finish(id: string, data: End): Promise<void> {
  await db().delivery.updateMany({
    where: { id, state: "sending", holder: processName() },
    data: { ...data, holder: "" },
  });
}

async function noteFailure(row: Row, failure: unknown, now: Date): Promise<void> {
  const { id, channel, recipient, attempts, createdAt } = row;
  const error = withoutUrls(failure instanceof Error ? failure.message : String(failure)).slice(0, 200);
  const nextAt = new Date(now.getTime() + delayAfter(attempts + 1));
  const isOver = failure instanceof Refused || nextAt.getTime() > createdAt.getTime() + GIVE_UP_AFTER;
  await finish(id, { state: isOver ? "dead" : "waiting", error, updatedAt: now, nextAt });
  log.warn({ delivery: id, channel, attempts: attempts + 1, isOver, why: error }, "a notice could not be sent");
  if (failure instanceof Refused && failure.isGone) await stopRecipient(recipient, now);
  // Its other messages would fail as well.
  else if (!isOver) {
    await db().delivery.updateMany({
      where: { channel, recipient, state: "waiting", nextAt: { lt: nextAt } },
      data: { nextAt },
    });
  }
}
