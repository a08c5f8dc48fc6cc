import "server-only";
import { cleanParagraphs } from "@/lib/clean-text";
import { db } from "@/lib/db/client";
import { AppError, wrongField } from "@/lib/errors";
import { notify } from "@/lib/outbox/notify";
import { toComplaints } from "./list-complaints";
import type { ChangeComplaint, Complaint } from "./schema";

/**
 * Marks a complaint as done, or as open again, and answers it. Safe to repeat; a later answer replaces an earlier one. The buyer is
 * told of the first one only, if they have confirmed an address: a correction is read on the same page.
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
  if (answer === "") throw wrongField("invalid_input", "reply", "Write an answer.", "required");
  const row = await db().$transaction(async (tx) => {
    if (answer !== undefined) {
      const { count } = await tx.complaint.updateMany({ where, data: { reply: answer, repliedAt: now } });
      if (count > 0) await notify(tx, { kind: "answered", complaintId }, now);
    }
    if (done) await tx.complaint.updateMany({ where: { ...where, doneAt: null }, data: { doneAt: now } });
    else if (done === false) await tx.complaint.updateMany({ where, data: { doneAt: null } });
    return tx.complaint.findFirst({ where });
  });
  const [complaint] = row ? await toComplaints([row]) : [];
  if (!complaint) throw new AppError("not_found");
  return complaint;
}
