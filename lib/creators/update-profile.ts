import "server-only";
import { db, type Tx } from "../db/client";
import { wrongField } from "../errors";
import { cleanLine, cutText, removeDirectionMarks } from "../files/clean-text";
import { newId } from "../ids";
import { NAME_MAX, REFUND_NOTE_MAX } from "./limits";
import { readContact } from "./read-contact";
import { readProfile } from "./read-profile";
import type { Profile, ProfileChange } from "./schema";

/**
 * Changes what buyers are shown of a creator: plain text, without hidden or direction-changing characters. What is said
 * of refunds is part of each sale's terms, so it holds for those who buy from now on.
 *
 * @throws AppError `invalid_input`, `sign_in_required`
 */
export async function updateProfile(creatorId: string, changes: ProfileChange, now: Date): Promise<Profile> {
  const { name, contact, refundPolicy, refundNote } = changes;
  const data = {
    name: name === undefined ? undefined : readName(name),
    contact: contact === undefined ? undefined : readContact(contact),
    refundPolicy,
    refundNote: refundNote === undefined ? undefined : readLine(refundNote, REFUND_NOTE_MAX),
  };
  await db().$transaction(async (tx) => {
    await tx.creator.updateMany({ where: { id: creatorId }, data });
    if (data.refundPolicy !== undefined || data.refundNote !== undefined) await changeRefundTerms(tx, creatorId, now);
  });
  return readProfile(creatorId);
}

/** Every file that is not deleted gets new terms: what was sold until now stays sold as it was, and is payable for rule 7's window. */
async function changeRefundTerms(tx: Tx, creatorId: string, now: Date): Promise<void> {
  const creator = await tx.creator.findUnique({ where: { id: creatorId } });
  if (!creator) return;
  const { refundPolicy, refundNote } = creator;
  const sold = { creatorId, removedAt: null };
  // Written before they are read, so that a change of price at the same time comes before or after.
  await tx.file.updateMany({ where: sold, data: { updatedAt: now } });
  const current = await tx.terms.findMany({ where: { until: null, file: sold } });
  if (current.every((terms) => terms.refundPolicy === refundPolicy && terms.refundNote === refundNote)) return;
  await tx.terms.updateMany({ where: { until: null, file: sold }, data: { until: now } });
  await tx.terms.createMany({
    data: current.map((terms) => ({ ...terms, id: newId(), refundPolicy, refundNote, from: now })),
  });
}

/** A name that looks like an address could pass for somebody else's. */
function readName(text: string): string | null {
  const name = readLine(removeDirectionMarks(text), NAME_MAX);
  if (name === null || !/^0x[0-9a-f]{2}/i.test(name)) return name;
  throw wrongField("invalid_input", "name", "A name must not look like a wallet's address.", "name_like_address");
}

function readLine(text: string, length: number): string | null {
  return cutText(cleanLine(text), (part) => part.length <= length).trimEnd() || null;
}
