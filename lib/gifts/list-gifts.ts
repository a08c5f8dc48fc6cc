import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { toGift } from "./gift-state";
import type { GiftList } from "./schema";

/** The most gifts in one response: the newest. */
const GIFTS_SHOWN = 200;

/**
 * The gift links of a seller's own file and their states. Their secrets are not stored, so the links cannot be shown again.
 *
 * @throws AppError `file_not_found` for a file of another seller too
 */
export async function listGifts(sellerId: string, fileId: string, now: Date): Promise<GiftList> {
  if ((await db().file.count({ where: { id: fileId, sellerId } })) === 0) throw new AppError("file_not_found");
  const [rows, total, taken] = await Promise.all([
    db().gift.findMany({
      where: { fileId },
      include: { entitlement: true },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: GIFTS_SHOWN,
    }),
    db().gift.count({ where: { fileId } }),
    db().gift.count({ where: { fileId, takenAt: { not: null } } }),
  ]);
  return { gifts: rows.map((row) => toGift(row, now)), total, taken };
}
