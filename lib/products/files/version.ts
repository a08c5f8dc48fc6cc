import "server-only";
import type { FileVersion as FileVersionRow } from "@/generated/sqlite/client/client";
import type { NewVersionFor } from "./schema";

/**
 * The bytes of one upload of a file, and everything that a download needs to know about them. A version never changes,
 * except that it is replaced by the next and that its bytes are deleted one day.
 */
export type FileVersion = {
  id: string;
  /** From 1 on, in the order of uploading. */
  number: number;
  name: string;
  mediaType: string;
  /** Names of the codecs in a film or a sound. */
  codecs: string[];
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
  storageKey: string;
  /** Its bytes are those of its members: a bundle's. Then nothing is stored under its key, and its hash is the manifest's. */
  bundled: boolean;
  /** Eight lower-case hex digits; null until an archive needs it. */
  crc32: string | null;
  /** Who gets it besides those who pay for it. */
  newVersionFor: NewVersionFor;
  createdAt: Date;
  /** When the next one replaced it; null for the current one. */
  replacedAt: Date | null;
  /** When the bytes were deleted; the row and its hash stay. */
  bytesGoneAt: Date | null;
};

/** A version as the rest of the code has it, from its row. */
export function toVersion({ fileId: _, codecs, ...row }: FileVersionRow): FileVersion {
  return {
    ...row,
    codecs: codecs === "" ? [] : codecs.split(","),
    size: Number(row.size),
    newVersionFor: row.newVersionFor as NewVersionFor,
  };
}

/**
 * The versions that a buyer may download, the newest first: the one paid for, and each later one that the seller opened
 * to all buyers. Some of them may be deleted.
 *
 * @param boughtId of the version that the grant names
 */
export function versionsForBuyer(versions: readonly FileVersion[], boughtId: string): FileVersion[] {
  const bought = versions.find(({ id }) => id === boughtId);
  if (!bought) return [];
  return versions
    .filter((one) => one.id === bought.id || (one.number > bought.number && one.newVersionFor === "all-buyers"))
    .sort((one, other) => other.number - one.number);
}

/** True when nobody can get the file any more, as far as the current version alone can tell. */
export function isAllGone({ version }: { version: FileVersion }): boolean {
  return version.number === 1 && version.bytesGoneAt !== null;
}
