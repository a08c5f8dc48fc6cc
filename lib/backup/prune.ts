import "server-only";
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { syncPath } from "@/lib/disk";
import { type Keep, tooOld } from "./keep";
import type { Layout } from "./layout";
import { findBackups, listFolder, type Manifest, readManifest, storedFileSchema } from "./manifest";
import type { HeldFolder } from "./open-folder";
import { readRows } from "./rows";

export type Pruned = { backups: string[]; files: number; bytes: number };

/**
 * Deletes old backups of this shop, then the files that no remaining backup names. Files are deleted only if every
 * remaining backup can be read, since otherwise it is unknown which files they need.
 *
 * @param latest the name of the backup that was just written
 * @returns null if another process is reading; the next run deletes them
 * @throws BackupError, RowsDamaged when a remaining backup cannot be read; then no files were deleted
 */
export async function prune(
  folder: HeldFolder,
  latest: string,
  { keep, shop, now }: { keep: Keep; shop: string; now: Date },
): Promise<Pruned | null> {
  if (!folder.takeAlone()) return null;
  const manifests = await readManifests(folder);
  const ours = [...manifests].filter(([, manifest]) => manifest.shop === shop);
  const dated = ours.map(([name, { createdAt }]) => ({ name, createdAt: new Date(createdAt) }));
  const old = tooOld(dated, latest, keep, now);
  for (const name of old) {
    const paths = folder.backup(name);
    // The manifest goes first, so that a crash never leaves a backup that looks complete.
    await rm(paths.manifest);
    await syncPath(paths.folder);
    await rm(paths.folder, { recursive: true });
    manifests.delete(name);
  }
  return { backups: old, ...(await sweep(folder, manifests)) };
}

async function readManifests(layout: Layout): Promise<Map<string, Manifest>> {
  const manifests = new Map<string, Manifest>();
  for (const name of await findBackups(layout)) manifests.set(name, await readManifest(layout.backup(name)));
  return manifests;
}

async function sweep(
  layout: Layout,
  manifests: ReadonlyMap<string, Manifest>,
): Promise<{ files: number; bytes: number }> {
  const needed = new Set<string>();
  for (const [name, { files }] of manifests) {
    for await (const row of readRows(layout.backup(name).files, files)) needed.add(storedFileSchema.parse(row).sha256);
  }
  const swept = { files: 0, bytes: 0 };
  const root = join(layout.root, "files");
  for (const folder of await listFolder(root)) {
    for (const sha256 of await readdir(join(root, folder))) {
      if (needed.has(sha256)) continue;
      const path = join(root, folder, sha256);
      swept.bytes += (await stat(path)).size;
      swept.files += 1;
      await rm(path);
    }
  }
  return swept;
}
