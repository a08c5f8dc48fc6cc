import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { z } from "zod";
import { BackupError } from "./backup-error";
import { BACKUP_NAME, type BackupPaths, type Layout } from "./layout";

/** The format that this version writes. Another number is another format. */
export const FORMAT = 1;

const size = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** A file of rows: one JSON object per line, compressed by gzip. Size and hash are of the compressed bytes. */
const rows = z.strictObject({ rows: size, size, sha256 });
const kind = z.enum(["String", "Int", "BigInt", "Boolean", "DateTime"]);
const name = z.string().regex(/^\w{1,64}$/);

/** A stored file as a row describes it. `table` is the table of that row. */
export const storedFileSchema = z.strictObject({
  table: z.enum(["FileVersion", "Picture", "Upload"]),
  storageKey: z.string().regex(/^[0-9a-f]{40}$/),
  sha256,
  size,
});

const manifestSchema = z.strictObject({
  format: z.literal("filekiosk-backup"),
  version: z.literal(FORMAT),
  /** The origin of the shop. */
  shop: z.string(),
  createdAt: z.iso.datetime(),
  /** Version of the program. */
  madeBy: z.string(),
  /** Which SESSION_SECRET the shop had: `secretName`. */
  secret: sha256,
  /** The id of the shop's journal; null if it had none. */
  journal: z.string().nullable(),
  database: z.strictObject({
    provider: z.string(),
    migrations: z.array(z.strictObject({ name: z.string(), checksum: z.string() })),
    tables: z.array(z.strictObject({ name, columns: z.array(z.strictObject({ name, kind })), ...rows.shape })),
  }),
  /** The files whose bytes are in the folder. `bytes` is the sum of their sizes. */
  files: z.strictObject({ ...rows.shape, bytes: size }),
  /** Storage keys of files that the shop deleted during the backup. */
  goneSince: z.array(z.string()),
  /** Files that were missing or damaged in the shop itself. */
  faults: z.array(z.strictObject({ ...storedFileSchema.shape, fault: z.enum(["missing", "damaged"]) })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type StoredFile = z.infer<typeof storedFileSchema>;
export type FileFault = Manifest["faults"][number];
export type Rows = z.infer<typeof rows>;

/** The names of all finished backups in a folder, oldest first. Their manifests may still be unreadable. */
export async function findBackups(layout: Layout): Promise<string[]> {
  const names = (await listFolder(layout.backups)).filter((one) => BACKUP_NAME.test(one)).sort();
  const finished = await Promise.all(
    names.map(async (one) => (await listFolder(layout.backup(one).folder)).includes("manifest.json")),
  );
  return names.filter((_, at) => finished[at]);
}

/** @throws BackupError `not_a_backup`, `newer_format` */
export async function readManifest({ manifest }: BackupPaths): Promise<Manifest> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(manifest, "utf8"));
  } catch (cause) {
    throw new BackupError("not_a_backup", `${manifest} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const version = z.object({ format: z.literal("filekiosk-backup"), version: z.number() }).safeParse(value);
  if (version.success && version.data.version > FORMAT) {
    throw new BackupError("newer_format", `${manifest} is of a newer version of the program. Use that version.`);
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new BackupError("not_a_backup", `${manifest} is damaged: ${issue?.path.join(".")} ${issue?.message}.`);
}

/** The names in a folder; empty if the folder does not exist. */
export async function listFolder(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(String((error as NodeJS.ErrnoException).code))) return [];
    throw error;
  }
}
