import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import type { Listed } from "./manifest";
import type { ZipEntry } from "./zip-records";

/** One file of a version of a bundle, with what is sent and what is known of it now. */
export type BundleMember = Listed &
  ZipEntry & {
    /** The id of the version of the file. */
    partId: string;
    storageKey: string;
    mediaType: string;
    /** Names of the codecs in a film or a sound. */
    codecs: string[];
    /** When its bytes were deleted; null while they are here. */
    bytesGoneAt: Date | null;
    /** The file as its seller sells it, or not. */
    file: {
      title: string;
      paused: boolean;
      removedAt: Date | null;
      suspendedAt: Date | null;
      withheldAt: Date | null;
      /** The operator ends its storage then. */
      storageEndsAt: Date | null;
      /** What it shows before it is paid for, as it is stored. */
      showing: string | null;
    };
  };

/**
 * What a version of a bundle contains, in the order of its seller.
 *
 * @param versionId of the bundle
 * @returns nothing for a version of a file that is no bundle
 */
export async function readMembers(client: Db | Tx, versionId: string): Promise<BundleMember[]> {
  return (await readMembersOf(client, [versionId]))(versionId);
}

/** The same of several versions. */
export async function readMembersOf(
  client: Db | Tx,
  versionIds: readonly string[],
): Promise<(versionId: string) => BundleMember[]> {
  if (versionIds.length === 0) return () => [];
  const rows = await prepared(client).bundleMember.findMany({ versionId: versionIds });
  if (rows.length === 0) return () => [];
  const distinct = (ids: string[]) => [...new Set(ids)];
  const parts = await prepared(client).fileVersion.findMany({ id: distinct(rows.map(({ partId }) => partId)) });
  const files = await prepared(client).file.findMany({ id: distinct(rows.map(({ fileId }) => fileId)) });
  const partOf = new Map(parts.map((part) => [part.id, part]));
  const fileOf = new Map(files.map((file) => [file.id, file]));
  const members = rows.map((row) => {
    const [part, file] = [partOf.get(row.partId), fileOf.get(row.fileId)];
    if (!part || !file || part.crc32 === null) throw new Error(`A member of the bundle ${row.bundleId} is gone.`);
    const { sha256, crc32, storageKey, mediaType, createdAt, bytesGoneAt } = part;
    const { title, paused, removedAt, suspendedAt, withheldAt, storageEndsAt, showing } = file;
    return {
      ...row,
      size: Number(part.size),
      codecs: part.codecs === "" ? [] : part.codecs.split(","),
      ...{ sha256, crc32, storageKey, mediaType, createdAt, bytesGoneAt },
      file: { title, paused, removedAt, suspendedAt, withheldAt, storageEndsAt, showing },
    };
  });
  return (versionId) =>
    members
      .filter((member) => member.versionId === versionId)
      .sort((one, other) => one.position - other.position)
      .map(({ versionId: _, bundleId: __, position: ___, ...member }) => member);
}
