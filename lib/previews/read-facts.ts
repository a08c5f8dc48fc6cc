import "server-only";
import { db } from "@/lib/db/client";
import type { FileFacts } from "./facts/schema";

/**
 * What is known of the content of versions, such as those that somebody has bought.
 *
 * @returns a function that looks up one of them; null where nothing is known
 */
export async function readFacts(versionIds: readonly string[]): Promise<(versionId: string) => FileFacts | null> {
  const rows = await db().versionFacts.findMany({
    where: { versionId: { in: [...versionIds] } },
    select: { versionId: true, facts: true },
  });
  const told = new Map(rows.map(({ versionId, facts }) => [versionId, JSON.parse(facts) as FileFacts | null]));
  return (versionId) => told.get(versionId) ?? null;
}
