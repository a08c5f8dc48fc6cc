import "server-only";
import { db } from "@/lib/db/client";

const withFile = {
  version: true,
  file: { select: { title: true, withheldAt: true, keptUntil: true, seller: { select: { name: true } } } },
} as const;
const readOne = () => db().terms.findFirstOrThrow({ include: withFile });

/** What was sold on some terms: the version, the seller's promises, and the file's title as it is now. */
export type Sold = Awaited<ReturnType<typeof readOne>>;

/** Reads what several orders sold, by their offers. The returned function throws for an offer that is not among them. */
export async function readSold(offerIds: readonly string[]): Promise<(offerId: string) => Sold> {
  const rows = await db().terms.findMany({ where: { id: { in: [...new Set(offerIds)] } }, include: withFile });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (offerId) => {
    const sold = byId.get(offerId);
    if (!sold) throw new Error(`There are no terms ${offerId}.`);
    return sold;
  };
}
