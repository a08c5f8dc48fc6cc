import "server-only";
import { audit, partOf } from "@/lib/audit/audit";
import type { Actor } from "@/lib/audit/schema";
import { db, type Tx } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { AppError } from "@/lib/errors";
import { notify } from "@/lib/outbox/notify";
import type { DecideReport } from "./schema";

/**
 * Decides about a report, and with it about others of the same file. The reports are closed in the transaction of the
 * decision, so that none is left open by a crash, and none is decided twice.
 *
 * @returns the id of the decision
 * @throws AppError `report_not_found`; `invalid_input` (a report of another file); `decided_meanwhile`; and those of `decide`
 */
export async function decideReport(
  reportId: string,
  { together = [], unfounded = false, ...input }: DecideReport,
  by: Actor,
  now: Date,
): Promise<{ id: string }> {
  const report = await db().report.findUnique({ where: { id: reportId } });
  if (!report) throw new AppError("report_not_found");
  const ids = [...new Set([reportId, ...together])];
  const ofFile = await db().report.count({ where: { id: { in: ids }, fileId: report.fileId } });
  if (ofFile !== ids.length) {
    throw new AppError("invalid_input", { detail: "Only reports about the same file can be decided together." });
  }
  const on = { kind: "file", id: report.fileId } as const;
  return decide({ ...input, on, reportId }, by, now, async (tx, decision) => {
    await close(tx, ids, { decisionId: decision.id, unfounded }, now);
    for (const id of ids) {
      await notify(tx, { kind: "report-decided", reportId: id }, now);
      const detail = { ...partOf(on), decisionId: decision.id, verdict: input.verdict, unfounded };
      await audit(tx, { act: "report-decided", by, subject: { kind: "report", id }, detail }, now);
    }
  });
}

type Closing = { decisionId: string; unfounded: boolean };

async function close(tx: Tx, ids: string[], closing: Closing, now: Date): Promise<void> {
  const data = { ...closing, state: "decided", decidedAt: now, lastStepAt: now };
  const { count } = await tx.report.updateMany({ where: { id: { in: ids }, state: "open" }, data });
  if (count !== ids.length) throw new AppError("decided_meanwhile");
}
