import "server-only";
import { audit } from "@/lib/audit/audit";
import type { Actor } from "@/lib/audit/schema";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";

/**
 * Chooses how many bytes a seller may store. What is stored already stays, also beyond it.
 *
 * @param bytes null: as the settings say
 * @throws AppError `not_found`
 */
export async function setQuota(sellerId: string, bytes: number | null, by: Actor, now: Date): Promise<void> {
  const quotaBytes = bytes === null ? null : BigInt(bytes);
  await db().$transaction(async (tx) => {
    const seller = await tx.seller.findUnique({ where: { id: sellerId }, select: { quotaBytes: true } });
    if (!seller) throw new AppError("not_found", { detail: "There is no seller with this id." });
    await tx.seller.update({ where: { id: sellerId }, data: { quotaBytes } });
    const before = seller.quotaBytes === null ? null : Number(seller.quotaBytes);
    const subject = { kind: "seller", id: sellerId } as const;
    await audit(tx, { act: "quota-changed", by, subject, detail: { before, bytes } }, now);
  });
}
