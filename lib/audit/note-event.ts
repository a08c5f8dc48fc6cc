import "server-only";
import { HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { perProcess } from "@/lib/process";
import { type AuditRecord, audit } from "./audit";
import type { SecurityEvent } from "./schema";

/** The most lines of one `kindOf` in an hour: strangers cause these events, and the log keeps its lines. */
const MOST_PER_HOUR: Readonly<Record<SecurityEvent, number>> = {
  "signed-in": 200,
  "signed-out": 200,
  "sign-in-refused": 20,
  "access-refused": 20,
  "limit-reached": 20,
};

type Count = { since: number; written: number; leftOut: number };
const counts = () => perProcess("security-events", () => new Map<string, Count>());

type EventRecord = AuditRecord & { act: SecurityEvent };

/**
 * Appends a security event to the audit log, unless its kind has had its lines for this hour; the first line after that
 * says how many were left out. An operator's sign-ins and sign-outs are always written. Never fails its caller: a full disk
 * must not decide about access.
 */
export async function noteEvent(record: EventRecord, now: Date): Promise<void> {
  const kind = kindOf(record);
  const before = counts().get(kind);
  const isNew = !before || now.getTime() - before.since >= HOUR;
  const count = isNew ? { since: now.getTime(), written: 0, leftOut: 0 } : before;
  counts().set(kind, count);
  if (count.written >= MOST_PER_HOUR[record.act] && !isOperatorsOwn(record)) {
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

/**
 * What is counted together: what strangers do must not use up the lines about sellers or operators, and who floods one
 * route must not hide that other limits are reached.
 */
function kindOf({ act, by, detail }: EventRecord): string {
  return [act, kindOfActor(by), detail?.purpose ?? "", detail?.limit ?? ""].join(" ");
}

/** Nobody but a wallet of `ADMINS` causes these. */
function isOperatorsOwn({ act, by }: EventRecord): boolean {
  return kindOfActor(by) === "operator" && (act === "signed-in" || act === "signed-out");
}

function kindOfActor(by: AuditRecord["by"]): string {
  return typeof by === "string" ? (by.split(" ")[0] ?? "") : by.kind;
}
