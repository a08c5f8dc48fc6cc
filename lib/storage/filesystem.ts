import "server-only";
import { constants } from "node:fs";
import { access, chmod, copyFile, mkdir, open, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { freeBytes, syncPath } from "@/lib/disk";
import { AppError } from "@/lib/errors";
import type { StorageDriver } from "./driver";
import { isStorageKey } from "./keys";
import { modesFor } from "./modes";

/** Bytes per read: fewer, larger reads keep up with a fast network while memory stays flat. */
const READ_SIZE = 256 * 1024;

/**
 * Keeps bytes in files under `root`, as `<2 characters>/<key>`.
 *
 * @param root absolute path; made when needed
 * @param modes of folders and files that it makes; an upload is its owner's alone until then
 */
export function filesystemDriver(root: string, modes = modesFor({ by: "node" })): StorageDriver {
  return {
    async size(key) {
      const path = pathOf(root, key);
      try {
        const found = await stat(path);
        return found.isFile() ? found.size : null;
      } catch (cause) {
        if (isMissing(cause)) return null;
        throw unavailable(cause);
      }
    },

    async open(key, range) {
      const path = pathOf(root, key);
      try {
        const handle = await open(path, "r");
        return handle.createReadStream({ ...range, highWaterMark: READ_SIZE });
      } catch (cause) {
        throw unavailable(cause);
      }
    },

    place(key) {
      return relative(root, pathOf(root, key)).split(sep).map(encodeURIComponent).join("/");
    },

    async promote(path, key) {
      const target = pathOf(root, key);
      await makeFolder(dirname(target), modes.folder);
      try {
        await chmod(path, modes.file).catch((error: unknown) => {
          // Not every file system knows groups.
          if (isMissing(error)) throw error;
        });
        await syncPath(path);
        await move(path, target);
      } catch (cause) {
        const done = isMissing(cause) && (await this.size(key)) !== null;
        if (!done) throw cause;
      }
      // The rename itself is lost in a power cut until its folder is on the disk too.
      await syncPath(dirname(target));
    },

    async remove(key) {
      const path = pathOf(root, key);
      await rm(path, { force: true });
      await rm(partialOf(path), { force: true });
    },

    async freeSpace() {
      await mkdir(root, { recursive: true, mode: modes.folder });
      return freeBytes(root);
    },

    async check() {
      try {
        await mkdir(root, { recursive: true, mode: modes.folder });
        await access(root, constants.R_OK | constants.W_OK);
      } catch (cause) {
        throw new Error(`Files cannot be stored in ${root}: check that the folder exists and may be written.`, {
          cause,
        });
      }
    },
  };
}

/** The only place where a key becomes a path. Only generated keys reach the file system. */
function pathOf(root: string, key: string): string {
  if (!isStorageKey(key)) throw new TypeError("Not a storage key.");
  const path = join(root, key.slice(0, 2), key);
  if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) throw new TypeError("A storage key led outside.");
  return path;
}

/** Makes a folder and, when it is new, puts its name on the disk as well. */
async function makeFolder(folder: string, mode: number): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncPath(dirname(made));
}

async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!isCode(error, "EXDEV")) throw error;
    // Uploads and files are on different disks: copy beside the target first, so that an incomplete copy never has its name.
    const partial = partialOf(to);
    await copyFile(from, partial);
    await syncPath(partial);
    await rename(partial, to);
    await rm(from, { force: true });
  }
}

function partialOf(path: string): string {
  return `${path}.partial`;
}

function unavailable(cause: unknown): AppError {
  return new AppError("file_unavailable", { cause });
}

function isMissing(error: unknown): boolean {
  return isCode(error, "ENOENT");
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
