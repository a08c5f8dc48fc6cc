import "server-only";
import { db } from "@/lib/db/client";

/** Most ids in one query. */
const AT_ONCE = 500;

/** The files that offers sold, by the offer's id. Unknown offers are missing. */
export async function nameOffers(ids: readonly string[]): Promise<Map<string, { fileId: string; title: string }>> {
  const names = new Map<string, { fileId: string; title: string }>();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const rows = await db().terms.findMany({
      where: { id: { in: ids.slice(at, at + AT_ONCE) } },
      select: { id: true, file: { select: { id: true, title: true } } },
    });
    for (const { id, file } of rows) names.set(id, { fileId: file.id, title: file.title });
  }
  return names;
}
