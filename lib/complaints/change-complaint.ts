import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { toComplaints } from "./list-complaints";
import type { Complaint } from "./schema";

/**
 * Marks a complaint as done, or as open again. Safe to repeat.
 *
 * @throws AppError `not_found` when there is none, or it is another seller's
 */
export async function changeComplaint(
  sellerId: string,
  complaintId: string,
  { done }: { done: boolean },
  now: Date,
): Promise<Complaint> {
  const where = { id: complaintId, sellerId };
  if (done) await db().complaint.updateMany({ where: { ...where, doneAt: null }, data: { doneAt: now } });
  else await db().complaint.updateMany({ where, data: { doneAt: null } });
  const row = await db().complaint.findFirst({ where });
  const [complaint] = row ? await toComplaints([row]) : [];
  if (!complaint) throw new AppError("not_found");
  return complaint;
}
