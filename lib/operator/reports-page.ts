import "server-only";
import { listAppeals } from "@/lib/reports/list-appeals";
import { listReports } from "@/lib/reports/list-reports";
import type { AppealDetails, ReportState, ReportSummary } from "@/lib/reports/schema";
import { PAGE_SIZE, toPage } from "./paging";
import type { Page } from "./schema";

type ReportsQuery = {
  state: ReportState;
  /** A part of a report's number: finds reports of either state. */
  number?: string;
  before?: string;
};

/** Reports of a state, a page at a time, and the newest appeals of the same state. */
export async function readReportsPage({
  state,
  number,
  before,
}: ReportsQuery): Promise<{ reports: Page<ReportSummary>; appeals: AppealDetails[] }> {
  const wanted = number ? { number } : { state };
  const [reports, appeals] = await Promise.all([
    listReports({ ...wanted, before, take: PAGE_SIZE + 1 }),
    number ? [] : listAppeals({ state, take: PAGE_SIZE }),
  ]);
  return { reports: toPage(reports, (row) => row), appeals };
}
