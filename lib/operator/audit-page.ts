import "server-only";
import { listAudit } from "@/lib/audit/list-audit";
import type { AuditLine } from "@/lib/audit/schema";
import { PAGE_SIZE } from "./paging";
import type { Page } from "./schema";

/** The filters of the audit log as a query has them: `act`, `by`, `subject` ("file 3Fa…"), `before` (time and id). */
export type AuditFilters = Partial<Record<"act" | "by" | "subject" | "before", string>>;

/** A page of the audit log, the newest first. */
export async function readAuditPage(filters: AuditFilters, take = PAGE_SIZE): Promise<Page<AuditLine>> {
  const lines = await listAudit({ ...readFilters(filters), take: take + 1 });
  const rows = lines.slice(0, take);
  const last = rows.at(-1);
  return { rows, before: lines.length > take && last ? `${last.at} ${last.id}` : null };
}

/** All lines that match, a page at a time. */
export async function* walkAudit(filters: AuditFilters): AsyncGenerator<AuditLine[]> {
  for (let before = filters.before; ; ) {
    const page = await readAuditPage({ ...filters, before }, EXPORTED_AT_ONCE);
    yield page.rows;
    if (page.before === null) return;
    before = page.before;
  }
}

const EXPORTED_AT_ONCE = 400;

function readFilters({ act, by, subject, before }: AuditFilters) {
  const [kind = "", ...id] = (subject ?? "").trim().split(/[ /]/);
  const [at = "", lastId = ""] = (before ?? "").split(" ");
  const isTime = !Number.isNaN(Date.parse(at));
  return {
    act: act || undefined,
    by: by || undefined,
    subject: kind && id.length > 0 ? { kind, id: id.join(" ") } : undefined,
    before: isTime && lastId ? { at: new Date(at), id: lastId } : undefined,
  };
}
