import "server-only";
import type { AuditLine } from "@/lib/audit/schema";
import { csvLine } from "@/lib/csv";
import { type AuditFilters, walkAudit } from "./audit-page";

type AuditFormat = "csv" | "ndjson";

/** The audit log as text, piece by piece, the newest first. */
export async function* exportAudit(filters: AuditFilters, format: AuditFormat): AsyncGenerator<string> {
  if (format === "csv") yield csvLine(columns);
  for await (const lines of walkAudit(filters)) {
    yield lines.map((line) => (format === "csv" ? toCsv(line) : `${JSON.stringify(line)}\n`)).join("");
  }
}

const columns = ["time", "act", "by", "subject kind", "subject", "detail", "id"];

function toCsv({ at, act, by, subject, detail, id }: AuditLine): string {
  return csvLine([at, act, by, subject?.kind ?? "", subject?.id ?? "", JSON.stringify(detail), id]);
}
