import "server-only";
import { db } from "@/lib/db/client";
import type { AuditDetail, AuditLine } from "./schema";

/** The most lines in one answer. */
const MAX_LINES = 500;

type AuditQuery = {
  act?: string;
  /** As the log names people; the beginning is enough: `operator`, `seller 0x12…`. */
  by?: string;
  /** Also finds what was done to something that belongs to it: a report of a file, an appeal. */
  subject?: { kind: string; id: string };
  /** Continue after this line. */
  before?: { at: Date; id: string };
  take: number;
};

/** Lines of the audit log, the newest first. */
export async function listAudit({ act, by, subject, before, take }: AuditQuery): Promise<AuditLine[]> {
  const isOlder = before && { OR: [{ at: { lt: before.at } }, { at: before.at, id: { lt: before.id } }] };
  const rows = await db().auditEntry.findMany({
    where: {
      act,
      by: by === undefined ? undefined : { startsWith: by },
      AND: [subject ? about(subject) : {}, isOlder ?? {}],
    },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: Math.min(take, MAX_LINES),
  });
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    act: row.act,
    by: row.by,
    subject: row.subjectKind && row.subjectId ? { kind: row.subjectKind, id: row.subjectId } : null,
    detail: JSON.parse(row.detail) as AuditDetail,
  }));
}

/** Acts on other things name the file or the seller in their detail, as `fileId` or `sellerId`. */
function about({ kind, id }: { kind: string; id: string }) {
  const itself = { subjectKind: kind, subjectId: id };
  const mayBeNamed = /^(?:file|seller)$/.test(kind) && /^[0-9A-Za-z]+$/.test(id);
  return mayBeNamed ? { OR: [itself, { detail: { contains: `"${kind}Id":"${id}"` } }] } : itself;
}
