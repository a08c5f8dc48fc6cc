import "server-only";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { MigrationError, restoringFolder, withMigrationLock } from "@/lib/db/migrate";
import { closeForMoving } from "@/lib/db/new-database";
import { syncPath } from "@/lib/disk";
import { RestoreRefused } from "./refused";

/** Where a shop is going to be. */
export type Target = {
  /** The database of the settings, which is not there yet. */
  database: string;
  /** Everything that is being written. As long as it is there without the database, no shop starts. */
  folder: string;
  /** The database that is being written. */
  fresh: string;
  /** Files that are being copied. */
  partial: string;
};

/**
 * Holds the place of a shop that does not exist yet: no other restore, and no start of the shop, gets it meanwhile.
 *
 * @param url of its database: `file:` and an absolute path
 * @throws RestoreRefused `not_empty`, `in_use`
 */
export async function withTarget<T>(url: string, run: (target: Target) => Promise<T>): Promise<T> {
  const database = url.replace(/^file:/, "");
  const folder = restoringFolder(database);
  const target = { database, folder, fresh: join(folder, "shop.db"), partial: join(folder, "partial") };
  requireNothingThere(database);
  try {
    return await withMigrationLock(database, 0, () => {
      requireNothingThere(database);
      return run(target);
    });
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    throw new RestoreRefused("in_use", error.message, { cause: error });
  }
}

/** SQLite would apply an old log to the new database. */
function requireNothingThere(database: string): void {
  const found = ["", "-wal", "-shm", "-journal"].map((end) => `${database}${end}`).find((path) => existsSync(path));
  if (!found) return;
  throw new RestoreRefused(
    "not_empty",
    `${found} exists: a backup is restored into an empty place. Stop the shop and move the file away, or name another folder with DATA_DIR.`,
  );
}

/** Begins anew, whatever an earlier attempt left behind. */
export async function beginTarget({ folder, partial }: Target): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  await syncPath(dirname(folder));
}

/** Puts the database in its place: with this one step there is a shop, and before it there was none. */
export async function finishTarget({ database, folder, fresh }: Target): Promise<void> {
  closeForMoving(fresh);
  await syncPath(fresh);
  await rename(fresh, database);
  await syncPath(dirname(database));
  await rm(folder, { recursive: true, force: true });
}
