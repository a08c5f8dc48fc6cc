import "server-only";
import { db } from "@/lib/db/client";
import { listDecisions } from "@/lib/decisions/list-decisions";
import { AppError } from "@/lib/errors";
import { listReports, MAX_LISTED, toSummaries } from "./list-reports";
import { readReportedMessage } from "./reported-message";
import type { ReportDetails } from "./schema";
import { countSent, countStrikes } from "./strikes";

/**
 * A report with everything an operator needs to decide about it.
 *
 * @param id the report's id or its number, such as `R-4K7M-9QXT`
 * @throws AppError `report_not_found`
 */
export async function readReport(id: string): Promise<ReportDetails> {
  const row = await db().report.findFirst({ where: { OR: [{ id }, { number: id.toUpperCase() }] } });
  const [summary] = row ? await toSummaries([row]) : [];
  if (!row || !summary) throw new AppError("report_not_found");
  const { explanation, location, name, email, work, owner, contact, signature, unfounded, erasedAt } = row;
  const [decisions, others, strikes, sender, message] = await Promise.all([
    listDecisions({ kind: "file", id: row.fileId }),
    listReports({ fileId: row.fileId, state: "open", take: MAX_LISTED }),
    countStrikes(row.sellerId),
    countSent(row),
    readReportedMessage(location, row.fileId),
  ]);
  return {
    ...summary,
    explanation,
    location,
    name,
    email,
    work,
    owner,
    contact,
    signature,
    unfounded,
    erasedAt: erasedAt?.toISOString() ?? null,
    decisions,
    after: decisions[0]?.id ?? null,
    others: others.filter((other) => other.id !== row.id),
    strikes,
    sender,
    message,
  };
}
