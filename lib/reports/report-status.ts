import "server-only";
import type { Report } from "@/generated/sqlite/client/client";
import { db } from "@/lib/db/client";
import { listDecisions, readDecision } from "@/lib/decisions/list-decisions";
import type { Decision } from "@/lib/decisions/schema";
import { AppError } from "@/lib/errors";
import { hashSecret } from "@/lib/ids";
import { toAppealView } from "./appeal-view";
import type { ReportReason } from "./limits";
import type { ReportKind, ReportStatus, Statement } from "./schema";
import { readFileNames, toStatements } from "./statements";

/**
 * What became of a report, for whoever has its status link.
 *
 * @throws AppError `report_not_found`
 */
export async function readReportStatus(token: string, now: Date): Promise<ReportStatus> {
  const report = await findByToken(token);
  const decision = report.decisionId === null ? null : await readDecision(report.decisionId);
  const [statement = null] = decision ? await toStatements([decision]) : [];
  const appeals = decision ? await db().appeal.findMany({ where: { decisionId: decision.id } }) : [];
  const own = appeals.find(({ party }) => party === report.id) ?? null;
  const reversed = appeals.some(({ state }) => state === "reversed");
  return {
    number: report.number,
    file: (await readFileNames([report.fileId]))(report.fileId),
    kind: report.kind as ReportKind,
    reason: report.reason as ReportReason,
    explanation: report.explanation,
    sentAt: report.createdAt.toISOString(),
    decision: statement,
    replacedBy: decision && (await readLater(decision)),
    appeal: own && toAppealView(own),
    mayAppeal: statement !== null && !own && !reversed && new Date(statement.appealUntil) > now,
  };
}

/** @throws AppError `report_not_found` */
export async function findByToken(token: string): Promise<Report> {
  const report = await db().report.findUnique({ where: { tokenHash: hashSecret(token) } });
  if (!report) throw new AppError("report_not_found");
  return report;
}

/** The last decision since, such as after an appeal. Not what the reports of others led to, unless it lifted this one. */
async function readLater({ id, on, reportId }: Decision): Promise<Statement | null> {
  // The newest first.
  const all = await listDecisions(on);
  const later = all.slice(
    0,
    all.findIndex((one) => one.id === id),
  );
  const last = later
    .filter(({ verdict }) => verdict !== "none")
    .find((one) => one.verdict === "lifted" || one.reportId === null || one.reportId === reportId);
  const [statement = null] = last ? await toStatements([last]) : [];
  return statement;
}
