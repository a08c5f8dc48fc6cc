import "server-only";
import { listAppeals } from "@/lib/reports/list-appeals";
import { listReports } from "@/lib/reports/list-reports";
import type { AppealDetails, ReportState, ReportSummary } from "@/lib/reports/schema";
import { PAGE_SIZE, toPage } from "./paging";
import type { Page } from "./schema";

/** Reports of a state, a page at a time, and the newest appeals of the same state. */
export async function readReportsPage(
  state: ReportState,
  before: string | undefined,
): Promise<{ reports: Page<ReportSummary>; appeals: AppealDetails[] }> {
  const [reports, appeals] = await Promise.all([
    listReports({ state, before, take: PAGE_SIZE + 1 }),
    listAppeals({ state, take: PAGE_SIZE }),
  ]);
  return { reports: toPage(reports, (row) => row), appeals };
}
