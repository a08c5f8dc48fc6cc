import "server-only";
import { HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { perProcess } from "@/lib/process";
import { type AuditRecord, audit } from "./audit";
import type { SecurityEvent } from "./schema";

/** The most lines of one kind in an hour: strangers cause these events, and the log keeps its lines. */
const MOST_PER_HOUR: Readonly<Record<SecurityEvent, number>> = {
  "signed-in": 200,
  "signed-out": 200,
  "sign-in-refused": 20,
  "access-refused": 20,
  "limit-reached": 20,
};

type Count = { since: number; written: number; leftOut: number };
const counts = () => perProcess("security-events", () => new Map<SecurityEvent, Count>());

/**
 * Appends a security event to the audit log, unless that kind has had its lines for this hour; the first line after that
 * says how many were left out. Never fails its caller: a full disk must not decide about access.
 */
export async function noteEvent(record: AuditRecord & { act: SecurityEvent }, now: Date): Promise<void> {
  const before = counts().get(record.act);
  const isNew = !before || now.getTime() - before.since >= HOUR;
  const count = isNew ? { since: now.getTime(), written: 0, leftOut: 0 } : before;
  counts().set(record.act, count);
  if (count.written >= MOST_PER_HOUR[record.act]) {
    count.leftOut += 1;
    return;
  }
  count.written += 1;
  const detail = { ...record.detail };
  if (isNew && before && before.leftOut > 0) detail.leftOutBefore = before.leftOut;
  try {
    await audit(db(), { ...record, detail }, now);
  } catch (err) {
    log.warn({ err, act: record.act }, "A security event could not be written to the audit log.");
  }
}
