import "server-only";
import { cleanParagraphs } from "@/lib/clean-text";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { toComplaints } from "./list-complaints";
import type { ChangeComplaint, Complaint } from "./schema";

/**
 * Marks a complaint as done, or as open again, and answers it. Safe to repeat; a later answer replaces an earlier one.
 *
 * @throws AppError `not_found` when there is none, or it is another seller's; `invalid_input` for an answer that nobody could read
 */
export async function changeComplaint(
  sellerId: string,
  complaintId: string,
  { done, reply }: ChangeComplaint,
  now: Date,
): Promise<Complaint> {
  const where = { id: complaintId, sellerId };
  const answer = reply === undefined ? undefined : cleanParagraphs(reply);
  if (answer === "") throw new AppError("invalid_input", { detail: "Write an answer." });
  if (answer !== undefined) {
    await db().complaint.updateMany({ where, data: { reply: answer, repliedAt: now } });
  }
  if (done) await db().complaint.updateMany({ where: { ...where, doneAt: null }, data: { doneAt: now } });
  else if (done === false) await db().complaint.updateMany({ where, data: { doneAt: null } });
  const row = await db().complaint.findFirst({ where });
  const [complaint] = row ? await toComplaints([row]) : [];
  if (!complaint) throw new AppError("not_found");
  return complaint;
}
