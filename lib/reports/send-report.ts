import "server-only";
import { audit } from "@/lib/audit/audit";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { hashSecret, newId, newSecret } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import { fileUrl } from "@/lib/products/files/file-url";
import { settings } from "@/lib/settings/settings";
import { hashContent, type ReportContent, readContent } from "./read-content";
import { refuseTooMany } from "./refuse-too-many";
import { newReportNumber } from "./report-number";
import type { SendReport, SentReport } from "./schema";

/** Who sends it: nobody signs in for this. */
export type Sender = {
  /** As `ipPrefix` writes it. */
  ipPrefix: string;
  locale: string;
};

/**
 * Stores a report of a file, on sale or not. The same report sent again is the same: by its token if the client chose one
 * before a response was lost, else by its content.
 *
 * @throws AppError `file_not_found`; `invalid_input`; `too_many_requests` with `Retry-After`
 */
export async function sendReport(sent: SendReport, sender: Sender, now: Date): Promise<SentReport> {
  const content = readContent(sent, fileUrl(sent.fileId));
  const token = sent.token ?? newSecret();
  const hashes = { tokenHash: hashSecret(token), contentHash: hashContent(content, sender.ipPrefix) };
  return db().$transaction(async (tx) => {
    const earlier = await findEarlier(tx, hashes, content);
    if (earlier) return toSent(earlier, earlier.tokenHash === hashes.tokenHash ? token : null);
    const file = await tx.file.findUnique({ where: { id: content.fileId }, select: { sellerId: true } });
    if (!file) throw new AppError("file_not_found");
    await refuseTooMany(tx, { ...sender, ...content }, now);
    const report = await tx.report.create({
      data: {
        ...content,
        ...hashes,
        ...sender,
        id: newId(),
        number: await unusedNumber(tx),
        sellerId: file.sellerId,
        state: "open",
        createdAt: now,
        lastStepAt: now,
      },
    });
    const { id, reason, fileId } = report;
    await notify(tx, { kind: "report", reportId: id }, now);
    const subject = { kind: "report", id } as const;
    await audit(tx, { act: "report-received", by: { kind: "visitor" }, subject, detail: { fileId, reason } }, now);
    return toSent(report, token);
  });
}

type Hashes = { tokenHash: string; contentHash: string };

async function findEarlier(tx: Tx, { tokenHash, contentHash }: Hashes, { fileId, explanation }: ReportContent) {
  const byToken = await tx.report.findUnique({ where: { tokenHash } });
  if (byToken && (byToken.fileId !== fileId || byToken.explanation !== explanation)) {
    throw new AppError("invalid_input", { detail: "This token belongs to another report. Choose a new one." });
  }
  return byToken ?? tx.report.findUnique({ where: { contentHash } });
}

async function unusedNumber(tx: Tx): Promise<string> {
  for (;;) {
    const number = newReportNumber();
    if (!(await tx.report.findUnique({ where: { number }, select: { id: true } }))) return number;
  }
}

function toSent({ number, createdAt }: { number: string; createdAt: Date }, token: string | null): SentReport {
  const statusUrl = token === null ? null : `${settings().appUrl}/reports#${token}`;
  return { number, statusUrl, sentAt: createdAt.toISOString() };
}
