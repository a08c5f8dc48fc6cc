import "server-only";
import { db } from "@/lib/db/client";
import { AppError, wrongField } from "@/lib/errors";
import { reducePicture } from "@/lib/previews/cover";
import { dropPictures, isWanted, letGo, show, storePart } from "@/lib/previews/picture";
import { requireOwn, requireOwnVersion } from "@/lib/previews/require-own";

/**
 * Sets the poster of a film: a picture that the seller's browser took from it, in place of an earlier one. It belongs to that version:
 * a version that replaces it shows its own. Re-encoded from its pixels, as covers are.
 *
 * @param number of the version that it was taken from; undefined for the current one
 * @throws AppError `picture_unreadable`, `server_busy`; `invalid_input` for a file that is no film; those of `requireOwnVersion`
 */
export async function setPoster(
  sellerId: string,
  fileId: string,
  { number, bytes }: { number: number | undefined; bytes: Uint8Array },
  now: Date,
): Promise<void> {
  const version = await requireOwnVersion(sellerId, fileId, number);
  if (!version.mediaType.startsWith("video/")) {
    throw wrongField("invalid_input", "version", "Only a film has a poster.", "invalid");
  }
  const subject = { fileId, versionId: version.id };
  const made = { ...(await reducePicture(bytes)), kind: "poster" } as const;
  const row = await storePart(subject, made, now, { sent: true });
  const isKept = await db().$transaction(async (tx) => {
    if (!(await isWanted(tx, subject))) {
      await letGo(tx, [row]);
      return false;
    }
    await dropPictures(tx, { ...subject, kind: "poster", sent: true });
    await show(tx, [row]);
    return true;
  });
  if (!isKept) throw new AppError("bytes_gone");
}

/**
 * Removes the poster that the seller's browser sent; nothing happens when there is none.
 *
 * @throws AppError those of `requireOwn`
 */
export async function removePoster(sellerId: string, fileId: string): Promise<void> {
  await requireOwn(sellerId, fileId);
  await db().$transaction((tx) => dropPictures(tx, { fileId, kind: "poster", sent: true }));
}
