import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { dropPictures, letGo, type PictureRow, show, storePart } from "@/lib/previews/picture";
import { reducePortrait } from "@/lib/previews/portrait";

/**
 * Sets a seller's picture in place of an earlier one. It is re-encoded from its pixels by the isolated program that also reads covers; the
 * original is discarded.
 *
 * @param bytes of a picture in one of `PICTURE_TYPES`
 * @throws AppError `picture_unreadable`, `server_busy`, `sign_in_required`
 */
export async function setPicture(sellerId: string, bytes: Uint8Array, now: Date): Promise<void> {
  await requireSeller(sellerId);
  const row = await storePart({ fileId: sellerId, versionId: null }, await reducePortrait(bytes), now);
  const isThere = await db().$transaction(async (tx) => {
    const { count } = await tx.seller.updateMany({ where: { id: sellerId }, data: { picture: row.sha256 } });
    if (count === 0) {
      await letGo(tx, [row]);
      return false;
    }
    await dropPortrait(tx, sellerId);
    await show(tx, [row]);
    return true;
  });
  if (!isThere) throw new AppError("sign_in_required");
}

/** Removes the picture; nothing happens when there is none. @throws AppError `sign_in_required` */
export async function removePicture(sellerId: string): Promise<void> {
  await requireSeller(sellerId);
  await db().$transaction(async (tx) => {
    await tx.seller.update({ where: { id: sellerId }, data: { picture: null } });
    await dropPortrait(tx, sellerId);
  });
}

/** The picture that a seller's page shows; null if there is none, or the operator has stopped the seller. */
export async function findPicture(sellerId: string): Promise<PictureRow | null> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller?.picture || seller.suspendedAt) return null;
  return db().picture.findFirst({
    where: { fileId: sellerId, kind: "seller", state: "shown", sha256: seller.picture },
    orderBy: { createdAt: "desc" },
  });
}

function dropPortrait(tx: Tx, sellerId: string): Promise<void> {
  return dropPictures(tx, { fileId: sellerId, kind: "seller" });
}

async function requireSeller(id: string): Promise<void> {
  if ((await db().seller.count({ where: { id } })) === 0) throw new AppError("sign_in_required");
}
