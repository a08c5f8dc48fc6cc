import "server-only";
import { db } from "@/lib/db/client";
import type { Key } from "@/lib/i18n/words";
import type { AlarmKind } from "@/lib/outbox/schema";
import { settings } from "@/lib/settings/settings";
import type { Content, Writing } from "./writing";

const alarmWords = {
  "gas-low": ["gasLow", "gasLowText"],
  "budget-spent": ["budgetSpent", "budgetSpentText"],
  "sales-paused": ["salesPaused", "salesPausedText"],
  "disk-low": ["diskLow", "diskLowText"],
  "backup-old": ["backupOld", "backupOldText"],
  "settlement-stuck": ["settlementStuck", "settlementStuckText"],
} as const satisfies Record<AlarmKind, readonly [Key<"mails">, Key<"mails">]>;

/** What the operator is told. Null when it is over. */
export async function composeAlarm(writing: Writing): Promise<Content | null> {
  const { notice, t } = writing;
  const action = { label: t("toOperator"), url: `${settings().appUrl}/operator` };
  if (notice.kind === "report-digest") return composeDigest(writing, action);
  if (notice.kind === "report" || notice.kind === "appeal") {
    return {
      subject: t("reports", { count: 1 }),
      paragraphs: [],
      action,
      data: { [`${notice.kind}Id`]: notice.subjectId },
    };
  }
  if (!isAlarm(notice.kind)) return null;
  const { kind, subjectId: place, detail } = notice;
  const row = await db().alarm.findUnique({ where: { id: `${kind} ${place}` } });
  if (!row?.isOn || String(row.round) !== detail) return null;
  const [subject, text] = alarmWords[kind as AlarmKind];
  // Each of these texts names the place or needs none.
  return {
    subject: t(subject as "gasLow", { place }),
    paragraphs: [t(text as "gasLowText", { place })],
    action,
    data: { place },
    isUrgent: true,
  };
}

function isAlarm(kind: string): boolean {
  return Object.hasOwn(alarmWords, kind);
}

/** What has come since the digest before. */
async function composeDigest({ notice, t }: Writing, action: Content["action"]): Promise<Content | null> {
  const before = await db().notice.findFirst({
    where: { kind: "report-digest", createdAt: { lt: notice.createdAt } },
    orderBy: { createdAt: "desc" },
  });
  const createdAt = { gt: before?.expandedAt ?? new Date(0) };
  const count = await db().notice.count({ where: { kind: { in: ["report", "appeal"] }, createdAt } });
  if (count === 0) return null;
  return { subject: t("reports", { count }), paragraphs: [t("reportsText", { count })], action, data: { count } };
}
