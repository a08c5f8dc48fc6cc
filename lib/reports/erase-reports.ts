import "server-only";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { monthsAfter } from "./appeal-time";

/** Months after the last step until names and texts are deleted: longer than an appeal takes. */
export const PERSONAL_MONTHS = 12;
/** The sender's network is kept this long (ms): it is for limits, and for recognising the same report. */
export const NETWORK_KEPT = 30 * DAY;

const erased = { name: null, email: null, contact: null, owner: null, signature: null, work: null };

/**
 * Deletes what names a person, and what people wrote, a year after the last step. Number, reason, dates and the decision
 * stay. Open reports and appeals are left alone, no matter how old.
 */
export async function eraseReports(now: Date): Promise<void> {
  await db().report.updateMany({
    where: { ipPrefix: { not: null }, createdAt: { lt: new Date(now.getTime() - NETWORK_KEPT) } },
    data: { ipPrefix: null, contentHash: null },
  });
  const before = monthsAfter(now, -PERSONAL_MONTHS);
  const open = await db().appeal.findMany({ where: { state: "open" }, select: { decisionId: true } });
  await db().report.updateMany({
    where: {
      erasedAt: null,
      state: "decided",
      lastStepAt: { lt: before },
      decisionId: { notIn: open.map(({ decisionId }) => decisionId) },
    },
    data: { ...erased, explanation: "", location: "", erasedAt: now },
  });
  await db().appeal.updateMany({
    where: { erasedAt: null, state: { not: "open" }, decidedAt: { lt: before } },
    data: { text: "", erasedAt: now },
  });
}
