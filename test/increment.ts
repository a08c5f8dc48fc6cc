import type { Db } from "../lib/db/client";

/** The classic read-then-write: loses updates, or fails half-way, wherever transactions are not really isolated. */
export async function increment(db: Db, creatorId: string): Promise<void> {
  await db.$transaction(async (tx) => {
    const { name } = await tx.creator.findUniqueOrThrow({ where: { id: creatorId } });
    await tx.creator.update({ where: { id: creatorId }, data: { name: String(Number(name) + 1) } });
  });
}
