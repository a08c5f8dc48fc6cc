import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import type { Notice } from "./schema";

/**
 * Puts a notice into the outbox, inside the caller's transaction: what happened and the notice of it are committed together, so
 * that no crash loses it. Its id is made of what it says, so that the same notice twice is one row. A job finds the recipients
 * and sends it; nobody waits for that.
 *
 * @param client the transaction that writes what happened
 */
export async function notify(client: Tx | Db, notice: Notice, now: Date): Promise<void> {
  const { subjectId, detail } = partsOf(notice);
  const id = [notice.kind, subjectId, detail].filter(Boolean).join(" ");
  const sql = `INSERT INTO "Notice" ("id", "kind", "subjectId", "detail", "createdAt") VALUES (?, ?, ?, ?, ?) ON CONFLICT ("id") DO NOTHING`;
  await prepared(client).run(sql, [id, notice.kind, subjectId, detail, now]);
}

function partsOf(notice: Notice): { subjectId: string; detail: string } {
  switch (notice.kind) {
    case "sold":
    case "refund-confirmed":
      return { subjectId: notice.orderId, detail: "" };
    case "complaint":
    case "answered":
      return { subjectId: notice.complaintId, detail: "" };
    case "sale-ends":
    case "storage-ends":
      return { subjectId: notice.fileId, detail: `${notice.days} ${notice.until.toISOString()}` };
    case "storage-ended":
      return { subjectId: notice.fileId, detail: `${notice.why} ${notice.until.toISOString()}` };
    case "domain-missing":
      return { subjectId: notice.proofId, detail: notice.until.toISOString() };
    case "domain-withdrawn":
      return { subjectId: notice.proofId, detail: notice.at.toISOString() };
    case "file-suspended":
    case "file-withheld":
    case "file-lifted":
    case "file-deleted":
      return { subjectId: notice.decisionId, detail: "" };
    case "report":
    case "report-decided":
      return { subjectId: notice.reportId, detail: "" };
    case "appeal":
    case "appeal-decided":
      return { subjectId: notice.appealId, detail: "" };
    case "new-version":
      return { subjectId: notice.versionId, detail: "" };
    case "download-ends":
      return { subjectId: notice.entitlementId, detail: notice.until.toISOString() };
    case "address-left":
      return { subjectId: notice.addressId, detail: "" };
    case "new-link":
      return { subjectId: notice.addressId, detail: notice.at.toISOString() };
    case "channel-added":
      return { subjectId: notice.channelId, detail: "" };
    case "report-digest":
      return { subjectId: notice.at.toISOString(), detail: "" };
    default:
      return { subjectId: notice.place, detail: String(notice.round) };
  }
}
