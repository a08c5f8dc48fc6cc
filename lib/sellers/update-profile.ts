import "server-only";
import { cleanLine, cleanParagraphs, cutText, removeDirectionMarks } from "@/lib/clean-text";
import { db, type Tx } from "@/lib/db/client";
import { wrongField } from "@/lib/errors";
import { type CurrentTerms, changeAllTerms } from "@/lib/products/files/change-terms";
import { isReadable, nearestReadable, readColour } from "@/lib/settings/accent";
import { NAME_MAX, REFUND_NOTE_MAX, WORDS_MAX } from "./limits";
import { readContact } from "./read-contact";
import { readHomepage } from "./read-homepage";
import { readProfile } from "./read-profile";
import type { Profile, ProfileChange } from "./schema";

/**
 * Changes the profile that buyers see: plain text, without hidden or direction-changing characters. The refund policy
 * is part of each sale's terms, so it applies to future buyers.
 *
 * @throws AppError `invalid_input`, `sign_in_required`
 */
export async function updateProfile(sellerId: string, changes: ProfileChange, now: Date): Promise<Profile> {
  const { name, contact, refundPolicy, refundNote, accent, words, homepage } = changes;
  const data = {
    name: name === undefined ? undefined : readName(name),
    contact: contact === undefined ? undefined : readContact(contact),
    refundPolicy,
    refundNote: refundNote === undefined ? undefined : readLine(refundNote, REFUND_NOTE_MAX),
    accent: accent === undefined ? undefined : readAccent(accent),
    words: words === undefined ? undefined : readParagraphs(words, WORDS_MAX),
    homepage: homepage === undefined ? undefined : readHomepage(homepage),
  };
  await db().$transaction(async (tx) => {
    await tx.seller.updateMany({ where: { id: sellerId }, data });
    if (data.refundPolicy !== undefined || data.refundNote !== undefined) await changeRefundTerms(tx, sellerId, now);
  });
  return readProfile(sellerId);
}

async function changeRefundTerms(tx: Tx, sellerId: string, now: Date): Promise<void> {
  const seller = await tx.seller.findUnique({ where: { id: sellerId } });
  if (!seller) return;
  const { refundPolicy, refundNote } = seller;
  const saysSo = (terms: CurrentTerms) => terms.refundPolicy === refundPolicy && terms.refundNote === refundNote;
  await changeAllTerms(tx, sellerId, (all) => (all.every(saysSo) ? null : { refundPolicy, refundNote }), now);
}

/** A name that looks like an address could pass for somebody else's. */
function readName(text: string): string | null {
  const name = readLine(removeDirectionMarks(text), NAME_MAX);
  if (name === null || !/^0x[0-9a-f]{2}/i.test(name)) return name;
  throw wrongField("invalid_input", "name", "A name must not look like a wallet's address.", "name_like_address");
}

/** White text on it has to be readable, since it is the colour of Pay. */
function readAccent(text: string): string | null {
  if (text === "") return null;
  const colour = readColour(text);
  if (colour === null) {
    const words = "Write a colour as # and six hexadecimal digits.";
    throw wrongField("invalid_input", "accent", words, "colour_format");
  }
  if (isReadable(colour)) return colour;
  const nearest = nearestReadable(colour);
  const words = `White text cannot be read on this colour. The nearest that will do is ${nearest}.`;
  throw wrongField("invalid_input", "accent", words, "colour_contrast", { nearest });
}

function readParagraphs(text: string, length: number): string | null {
  return cutText(cleanParagraphs(text), (part) => part.length <= length).trimEnd() || null;
}

function readLine(text: string, length: number): string | null {
  return cutText(cleanLine(text), (part) => part.length <= length).trimEnd() || null;
}
