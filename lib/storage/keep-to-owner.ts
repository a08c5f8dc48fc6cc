import "server-only";
import type { Dirent } from "node:fs";
import { chmod, lstat, mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { log } from "@/lib/log";
import type { Settings } from "@/lib/settings/parse-settings";
import { modesFor } from "./modes";

/** What the shop makes in DATA_DIR; for others of that kind a folder is another's. */
const OWN_FOLDERS = new Set(["backups", "devnet", "files", "journal", "lost+found", "pages", "previews", "uploads"]);

/**
 * Keeps other users of this machine from DATA_DIR and everything that the shop keeps in it. Before the first request: releases
 * up to 0.2.0 left both open. Once they are closed, this costs a few reads. Where modes cannot be changed, nothing happens.
 *
 * A folder that also holds folders of others (`/home/somebody`) is left as it is, since they might need to enter it; what the
 * shop has in it is closed.
 */
export async function keepDataToOwner({ dataDir, sendFiles }: Pick<Settings, "dataDir" | "sendFiles">): Promise<void> {
  const { umask } = modesFor(sendFiles);
  await mkdir(dataDir, { recursive: true, mode: 0o777 & ~umask });
  const entries = await readdir(dataDir, { withFileTypes: true });
  for (const entry of entries) {
    if (!isOwn(entry)) continue;
    // nginx reads files and nothing else.
    await close(join(dataDir, entry.name), entry.name === "files" ? umask : 0o077);
  }
  if (entries.every((entry) => !entry.isDirectory() || isOwn(entry))) await restrict(dataDir, umask);
  else if (isOpen((await stat(dataDir)).mode, umask))
    log.warn(
      "DATA_DIR also holds folders that are not the shop's, so other users may enter it. Give the shop a folder of its own.",
    );
}

const isOwn = (entry: Dirent) =>
  OWN_FOLDERS.has(entry.name) || (entry.name.startsWith("filekiosk.db") && !entry.isDirectory());

const isOpen = (mode: number, mask: number) => (mode & mask) !== 0;

/** A folder comes after what is in it, so that one that is closed needs not be looked into, also after a crash. */
async function close(path: string, mask: number): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (!found || found.isSymbolicLink() || !isOpen(found.mode, mask)) return;
  if (found.isDirectory()) {
    for (const name of await readdir(path).catch(() => [])) await close(join(path, name), mask);
  }
  await restrict(path, mask);
}

async function restrict(path: string, mask: number): Promise<void> {
  const { mode } = await stat(path).catch(() => ({ mode: 0 }));
  if (isOpen(mode, mask)) await chmod(path, mode & ~mask & 0o7777).catch(() => {});
}
