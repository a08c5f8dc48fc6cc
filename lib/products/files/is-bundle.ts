import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";

/** Whether a file is a bundle: its bytes are those of other files. It is one from its first version on, or never. */
export async function isBundle(client: Db | Tx, fileId: string): Promise<boolean> {
  return (await client.fileVersion.findFirst({ where: { fileId, bundled: true }, select: { id: true } })) !== null;
}

/** Refuses for a bundle what is done for its files. @throws AppError `not_for_bundles` */
export async function requireNoBundle(client: Db | Tx, fileId: string): Promise<void> {
  if (await isBundle(client, fileId)) throw new AppError("not_for_bundles");
}
