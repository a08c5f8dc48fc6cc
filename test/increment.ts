import type { Db } from "../lib/db/client";

/** The classic read-then-write: loses updates, or fails half-way, if transactions are not really isolated. */
export async function increment(db: Db, sellerId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const { name } = await tx.seller.findUniqueOrThrow({ where: { id: sellerId } });
    await tx.seller.update({ where: { id: sellerId }, data: { name: String(Number(name) + 1) } });
  });
}
