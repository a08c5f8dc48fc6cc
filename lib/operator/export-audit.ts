import "server-only";
import type { AuditLine } from "@/lib/audit/schema";
import { type AuditFilters, walkAudit } from "./audit-page";

type AuditFormat = "csv" | "ndjson";

/** The audit log as text, piece by piece, the newest first. */
export async function* exportAudit(filters: AuditFilters, format: AuditFormat): AsyncGenerator<string> {
  if (format === "csv") yield `${columns.join(",")}\r\n`;
  for await (const lines of walkAudit(filters)) {
    yield lines.map((line) => (format === "csv" ? csvLine(line) : `${JSON.stringify(line)}\n`)).join("");
  }
}

const columns = ["time", "act", "by", "subject kind", "subject", "detail", "id"];

/** RFC 4180. */
function csvLine({ at, act, by, subject, detail, id }: AuditLine): string {
  const cells = [at, act, by, subject?.kind ?? "", subject?.id ?? "", JSON.stringify(detail), id];
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** Spreadsheets read a cell that begins with one of these signs as a formula. */
function csvCell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
