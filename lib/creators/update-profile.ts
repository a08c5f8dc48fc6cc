import "server-only";
import { db } from "../db/client";
import { AppError } from "../errors";
import { cleanLine, cutText, removeDirectionMarks } from "../files/clean-text";
import { NAME_MAX, REFUND_NOTE_MAX } from "./limits";
import { readContact } from "./read-contact";
import { readProfile } from "./read-profile";
import type { Profile, ProfileChange } from "./schema";

/**
 * Changes what buyers are shown of a creator: plain text, without hidden or direction-changing characters.
 *
 * @throws AppError `invalid_input`, `sign_in_required`
 */
export async function updateProfile(creatorId: string, changes: ProfileChange): Promise<Profile> {
  const { name, contact, refundPolicy, refundNote } = changes;
  const data = {
    name: name === undefined ? undefined : readName(name),
    contact: contact === undefined ? undefined : readContact(contact),
    refundPolicy,
    refundNote: refundNote === undefined ? undefined : readLine(refundNote, REFUND_NOTE_MAX),
  };
  await db().creator.updateMany({ where: { id: creatorId }, data });
  return readProfile(creatorId);
}

/** A name that looks like an address could pass for somebody else's. */
function readName(text: string): string | null {
  const name = readLine(removeDirectionMarks(text), NAME_MAX);
  if (name === null || !/^0x[0-9a-f]{2}/i.test(name)) return name;
  const message = "A name must not look like a wallet's address.";
  throw new AppError("invalid_input", { detail: message, members: { errors: [{ field: "name", message }] } });
}

function readLine(text: string, length: number): string | null {
  return cutText(cleanLine(text), (part) => part.length <= length).trimEnd() || null;
}
