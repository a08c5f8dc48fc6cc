import "server-only";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { storage } from "@/lib/storage/storage";
import type { Finding } from "./findings";
import type { BackupPaths, Layout } from "./layout";
import { type Manifest, type StoredFile, storedFileSchema } from "./manifest";
import { isStillNamed } from "./named-files";
import { RowsDamaged, readRows } from "./rows";
import { measure } from "./write-durably";

/** Bytes per read. */
const READ_SIZE = 1024 * 1024;

/** A place where bytes are stored: a folder of backups, or the shop. */
type Place = {
  name(file: StoredFile): string;
  size(file: StoredFile): Promise<number | null>;
  read(file: StoredFile): Promise<AsyncIterable<Buffer>>;
  /** Whether the file was deleted after its row was read, so that it may be missing. */
  isGone(file: StoredFile): Promise<boolean>;
};

export type FilesOptions = {
  /** Read every byte and compare its hash, not only the length. */
  full: boolean;
  progress(done: number, of: number): void;
};

/** Checks the bytes of each file. Bytes that several files share are checked once. */
async function verifyPlace(place: Place, files: readonly StoredFile[], options: FilesOptions): Promise<Finding[]> {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const of = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  for (const file of files) {
    const name = place.name(file);
    const found = seen.has(name) ? null : await verifyFile(place, file, options.full);
    if (found && !(await place.isGone(file))) findings.push(found);
    seen.add(name);
    done += file.size;
    options.progress(done, of);
  }
  return findings;
}

async function verifyFile(place: Place, file: StoredFile, full: boolean): Promise<Finding | null> {
  const words = `${place.name(file)} (${file.size} bytes, SHA-256 ${file.sha256}, of ${file.table})`;
  const damaged = (how: string): Finding => ({ code: "file_damaged", words: `${words}: ${how}` });
  const size = await place.size(file);
  if (size === null) return { code: "file_missing", words };
  if (size !== file.size) return damaged(`${size} bytes`);
  if (!full) return null;
  try {
    const { sha256 } = await measure(await place.read(file));
    return sha256 === file.sha256 ? null : damaged(`SHA-256 ${sha256}`);
  } catch (error) {
    return damaged((error as Error).message);
  }
}

/**
 * Checks that a backup has the bytes of each file that its rows name.
 *
 * @param named the files that its rows name
 */
export async function verifyBackupFiles(
  layout: Layout,
  { paths, manifest, named }: { paths: BackupPaths; manifest: Manifest; named: readonly StoredFile[] },
  options: FilesOptions,
): Promise<Finding[]> {
  const place: Place = {
    name: ({ sha256 }) => layout.bytes(sha256),
    size: ({ sha256 }) => sizeOf(layout.bytes(sha256)),
    read: async ({ sha256 }) => createReadStream(layout.bytes(sha256), { highWaterMark: READ_SIZE }),
    isGone: async () => false,
  };
  const lacking = new Set([...manifest.goneSince, ...manifest.faults.map(({ storageKey }) => storageKey)]);
  const wanted = named.filter(({ storageKey }) => !lacking.has(storageKey));
  return [
    ...manifest.faults.map(({ fault, ...file }): Finding => {
      return { code: "missing_in_shop", words: `${file.storageKey} (of ${file.table}) was ${fault} in the shop.` };
    }),
    ...(await verifyList(paths, manifest)),
    ...(await verifyPlace(place, wanted, options)),
  ];
}

/** Checks the list of files, which later runs use to decide which bytes to delete. */
async function verifyList({ files }: BackupPaths, manifest: Manifest): Promise<Finding[]> {
  try {
    for await (const row of readRows(files, manifest.files)) storedFileSchema.parse(row);
    return [];
  } catch (error) {
    if (error instanceof RowsDamaged) return [{ code: "rows_damaged", words: error.message }];
    return [{ code: "rows_damaged", words: `${files} has other rows.` }];
  }
}

/** Checks that the shop has the bytes of each file that its rows name. */
export function verifyShopFiles(named: readonly StoredFile[], options: FilesOptions): Promise<Finding[]> {
  const place: Place = {
    name: ({ storageKey }) => storageKey,
    size: ({ storageKey }) => storage().size(storageKey),
    read: ({ storageKey }) => storage().open(storageKey),
    isGone: async (file) => !(await isStillNamed(file)),
  };
  return verifyPlace(place, named, options);
}

async function sizeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() ? found.size : null;
}
