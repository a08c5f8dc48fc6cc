import "server-only";
import { db } from "@/lib/db/client";
import { ID_PATTERN } from "@/lib/ids";
import type { ReportDetails } from "./schema";

type ReportedMessage = NonNullable<ReportDetails["message"]>;

/** Where a reported message is, as a report says it. Its id is known to its buyer and its seller only. */
export function placeOfMessage(fileUrl: string, complaintId: string): string {
  return `${fileUrl}#message-${complaintId}`;
}

const named = new RegExp(`#message-(${ID_PATTERN})(?![0-9A-Za-z])`);

/**
 * The message that a report names as its place; null if it names none, or one about another file. What a buyer and
 * a seller wrote to each other is read by an operator only if one of them reports it.
 */
export async function readReportedMessage(location: string, fileId: string): Promise<ReportedMessage | null> {
  const [, id] = named.exec(location) ?? [];
  if (id === undefined) return null;
  return db().complaint.findFirst({ where: { id, order: { productId: fileId } }, select: { text: true, reply: true } });
}
