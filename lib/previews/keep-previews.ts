import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { TITLE_MAX } from "@/lib/products/files/schema";
import { dropPictures, isWanted, letGo, type PictureRow, show, storePart } from "./picture";
import type { ProgramAnswer } from "./read-answer";
import { READER } from "./readers";
import { titleOfContent } from "./title-of-content";

type MadeOf = {
  versionId: string;
  fileId: string;
  /** What the seller showed when it was made, as it is stored. */
  showing: string | null;
};

/**
 * Stores what a program told and made of a version, and shows it in place of what was shown before. A crash at any point leaves one
 * or the other, and rows by which `sweepPictures` finds the rest.
 *
 * @returns false if the seller has chosen meanwhile to show something else: then nothing changes, and it has to be made again
 */
export async function keepPreviews(of: MadeOf, made: ProgramAnswer, now: Date): Promise<boolean> {
  const { versionId, fileId, showing } = of;
  const subject = { versionId, fileId };
  const rows: PictureRow[] = [];
  for (const [position, part] of made.parts.entries()) rows.push(await storePart(subject, part, now, { position }));
  return db().$transaction(async (tx) => {
    if (!(await isWanted(tx, subject))) {
      await letGo(tx, rows);
      return true;
    }
    const file = await tx.file.findUniqueOrThrow({ where: { id: fileId }, select: { showing: true } });
    if (file.showing !== showing) {
      await letGo(tx, rows);
      return false;
    }
    // What the seller's browser sent of this version stays.
    await dropPictures(tx, { ...subject, sent: false });
    await show(tx, rows);
    await tx.fileVersion.update({ where: { id: versionId }, data: { reader: READER } });
    await keepFacts(tx, of, made, now);
    await nameByContent(tx, fileId, made);
    return true;
  });
}

async function keepFacts(tx: Tx, { versionId, fileId }: MadeOf, made: ProgramAnswer, now: Date): Promise<void> {
  const { facts, excerpt = {}, wave } = made;
  if (!facts) return;
  const data = { facts: JSON.stringify(facts), excerpt: JSON.stringify(excerpt), createdAt: now };
  const before = await tx.versionFacts.findUnique({ where: { versionId } });
  // One that the seller's browser made is not replaced.
  const own = before?.waveSent ? {} : { wave: wave ? JSON.stringify(wave) : "" };
  await tx.versionFacts.upsert({
    where: { versionId },
    create: { versionId, fileId, ...data, ...own },
    update: { ...data, ...own },
  });
}

/** A seller who gave no title means the one that the content has. */
async function nameByContent(tx: Tx, fileId: string, { facts }: ProgramAnswer): Promise<void> {
  const title = facts && titleOfContent(facts)?.slice(0, TITLE_MAX).trim();
  if (title)
    await tx.file.updateMany({ where: { id: fileId, titleFrom: "name" }, data: { title, titleFrom: "content" } });
}
