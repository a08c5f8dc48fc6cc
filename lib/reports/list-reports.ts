import "server-only";
import type { Report } from "@/generated/sqlite/client/client";
import { db } from "@/lib/db/client";
import type { ReportReason } from "./limits";
import type { ReportKind, ReportState, ReportSummary } from "./schema";
import { readFileNames } from "./statements";

/** The most in one answer. */
export const MAX_LISTED = 200;

type ReportQuery = {
  state?: ReportState;
  fileId?: string;
  /** A part of the number, such as `4k7m`. */
  number?: string;
  /** Continue after the report with this id. */
  before?: string;
  take: number;
};

/** Reports, the newest first. An unknown `before` gives none. */
export async function listReports({ state, fileId, number, before, take }: ReportQuery): Promise<ReportSummary[]> {
  const last = before === undefined ? null : await db().report.findUnique({ where: { id: before } });
  if (before !== undefined && !last) return [];
  const rows = await db().report.findMany({
    where: {
      state,
      fileId,
      number: number && { contains: number.toUpperCase() },
      ...(last && {
        OR: [{ createdAt: { lt: last.createdAt } }, { createdAt: last.createdAt, id: { lt: last.id } }],
      }),
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: Math.min(take, MAX_LISTED),
  });
  return toSummaries(rows);
}

/** @returns in the same order */
export async function toSummaries(rows: Report[]): Promise<ReportSummary[]> {
  const nameOf = await readFileNames(rows.map(({ fileId }) => fileId));
  return rows.map(({ id, number, kind, reason, state, fileId, sellerId, decisionId, createdAt, decidedAt }) => ({
    id,
    number,
    kind: kind as ReportKind,
    reason: reason as ReportReason,
    state: state as ReportState,
    file: nameOf(fileId),
    sellerId,
    decisionId,
    sentAt: createdAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  }));
}
