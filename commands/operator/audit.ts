import { readAuditPage } from "@/lib/operator/audit-page";
import { exportAudit } from "@/lib/operator/export-audit";
import type { Options } from "./options";
import { type Answer, pageOf } from "./print";

/** `audit`, with filters. With --csv or --ndjson everything that matches, written as it is read. */
export async function showAudit({ values, flags }: Options): Promise<Answer | null> {
  const { act, by, subject, before } = values;
  const filters = { act, by, subject, before };
  if (flags.csv || flags.ndjson) {
    for await (const piece of exportAudit(filters, flags.csv ? "csv" : "ndjson")) process.stdout.write(piece);
    return null;
  }
  return pageOf(await readAuditPage(filters), ({ at, act: did, by: who, subject: on, detail }) => {
    return `${at}  ${did}  by ${who}  ${on ? `${on.kind} ${on.id}` : ""}  ${JSON.stringify(detail)}`;
  });
}
