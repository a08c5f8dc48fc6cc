import "server-only";
import { db } from "@/lib/db/client";
import { storage } from "@/lib/storage/storage";

/** The versions of a file whose bytes should be here and are not, or not all of them. A bundle has none of its own. */
export async function findLostVersions(fileId: string): Promise<string[]> {
  const versions = await db().fileVersion.findMany({ where: { fileId, bytesGoneAt: null, bundled: false } });
  const found = await Promise.all(
    versions.map(async ({ id, size, storageKey }) => {
      return (await storage().size(storageKey)) === Number(size) ? [] : [id];
    }),
  );
  return found.flat();
}
