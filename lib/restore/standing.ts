import "server-only";
import { db } from "@/lib/db/client";

/** The restore that a shop comes from. */
export type Standing = {
  /** The oldest time of a backup since which nobody has compared the shop with the chain. */
  since: Date;
  backup: string;
  hasJournal: boolean;
  isConfirmed: boolean;
};

/** Null for a shop that was never restored. */
export async function findStanding(): Promise<Standing | null> {
  const all = await db().restoration.findMany({ orderBy: { restoredAt: "asc" } });
  const [newest] = all.slice(-1);
  if (!newest) return null;
  const open = all.filter(({ confirmedAt }) => confirmedAt === null);
  const times = (open.length > 0 ? open : [newest]).map(({ since }) => since.getTime());
  const { backup, hasJournal } = newest;
  return { since: new Date(Math.min(...times)), backup, hasJournal, isConfirmed: open.length === 0 };
}
