import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { reducePicture } from "@/lib/previews/cover";
import { isWanted, letGo, type PictureRow, type PictureState, show, storePart } from "@/lib/previews/picture";
import { requireOwn } from "@/lib/previews/require-own";
import type { PreviewKind } from "@/lib/previews/schema";
import { COVERS_MAX } from "./schema";

type Outcome = "added" | "removed" | "full";

/**
 * Adds a cover after those that the file has. The same picture again changes nothing, so that a request may be repeated.
 *
 * @param bytes of a picture in one of `PICTURE_TYPES`
 * @throws AppError `picture_unreadable`, `server_busy`, `covers_full`; those of `requireOwn`
 */
export async function addCover(sellerId: string, fileId: string, bytes: Uint8Array, now: Date): Promise<void> {
  await requireOwn(sellerId, fileId, { adding: true });
  const subject = { fileId, versionId: null };
  const row = await storePart(subject, await reducePicture(bytes), now);
  const outcome = await db().$transaction(async (tx): Promise<Outcome> => {
    const isThere = await isWanted(tx, subject);
    const covers = await coversOf(tx, fileId);
    const isKnown = covers.some(({ sha256 }) => sha256 === row.sha256);
    if (!isThere || isKnown || covers.length >= COVERS_MAX) {
      await letGo(tx, [row]);
      return !isThere ? "removed" : isKnown ? "added" : "full";
    }
    const position = (covers.at(-1)?.position ?? -1) + 1;
    await tx.picture.update({ where: { storageKey: row.storageKey }, data: { position } });
    await show(tx, [row]);
    return "added";
  });
  if (outcome === "removed") throw new AppError("file_removed");
  if (outcome === "full") throw new AppError("covers_full");
}

/**
 * Removes one cover; nothing happens when there is none with that hash.
 *
 * @throws AppError those of `requireOwn`
 */
export async function removeOneCover(sellerId: string, fileId: string, sha256: string): Promise<void> {
  await requireOwn(sellerId, fileId);
  await db().$transaction(async (tx) => {
    await letGo(
      tx,
      (await coversOf(tx, fileId)).filter((cover) => cover.sha256 === sha256),
    );
  });
}

/**
 * Shows the covers in this order. Those that are not named, such as one that was added meanwhile, come after them.
 *
 * @param hashes of covers of this file
 * @throws AppError `no_preview` if one of them is not a cover of the file; those of `requireOwn`
 */
export async function orderCovers(sellerId: string, fileId: string, hashes: readonly string[]): Promise<void> {
  await requireOwn(sellerId, fileId);
  await db().$transaction(async (tx) => {
    if (!(await isWanted(tx, { fileId, versionId: null }))) throw new AppError("file_removed");
    const covers = await coversOf(tx, fileId);
    const named = [...new Set(hashes)].map((hash) => covers.find(({ sha256 }) => sha256 === hash));
    if (named.includes(undefined)) throw new AppError("no_preview");
    const others = covers.filter((cover) => !named.includes(cover));
    for (const [position, cover] of [...named, ...others].entries()) {
      if (!cover) continue;
      await tx.picture.update({ where: { storageKey: cover.storageKey }, data: { position } });
    }
  });
}

/** The shown ones, in order. */
function coversOf(tx: Tx, fileId: string): Promise<PictureRow[]> {
  const where = { fileId, kind: "cover" satisfies PreviewKind, state: "shown" satisfies PictureState };
  return tx.picture.findMany({ where, orderBy: [{ position: "asc" }, { createdAt: "asc" }] });
}
