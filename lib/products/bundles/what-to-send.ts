import "server-only";
import type { Readable } from "node:stream";
import { db, whileUnchanged } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { storage } from "@/lib/storage/storage";
import { areStored, chooseMember, layOutArchive, requireWhole } from "./archive";
import { etagOf } from "./etag-of";
import { openPieces } from "./open-pieces";
import { type BundleMember, readMembers } from "./read-members";

/** The bytes behind one response, and what its headers say of them. */
type ToSend = {
  /** Bytes. */
  size: number;
  /** Without quotes: equal for equal bytes. */
  etag: string;
  name: string;
  mediaType: string;
  lastModified: Date;
  /** Whether all of them are here. */
  isHere(): Promise<boolean>;
  /** Where nginx finds them; null if they are not one stored file. */
  place(): string | null;
  open(range: { start: number; end: number }): Promise<Readable>;
};

type Stored = Pick<BundleMember, "size" | "sha256" | "name" | "mediaType" | "createdAt" | "storageKey">;
type Version = Stored & { id: string; bundled: boolean };

/**
 * What is sent of a version: the file; of a bundle the archive of all its files, or one of them.
 *
 * @param member the id of the file that the request names, or null
 * @throws AppError `member_not_found`, `member_withheld`, `member_gone`
 */
export async function whatToSend(version: Version, member: string | null): Promise<ToSend> {
  if (!version.bundled) {
    if (member !== null) throw new AppError("member_not_found");
    return stored(version);
  }
  const members = await membersOf(version.id);
  if (member !== null) return stored(chooseMember(members, member));
  requireWhole(members);
  const layout = layOutArchive(members);
  const { name, mediaType, createdAt: lastModified } = version;
  return {
    ...{ size: layout.size, etag: etagOf(version), name, mediaType, lastModified },
    isHere: () => areStored(members),
    place: () => null,
    open: (range) => openPieces(layout, range),
  };
}

/** Read again only when something has changed: a download in many parts asks many times. */
const membersOf = (versionId: string) => whileUnchanged(`members ${versionId}`, () => readMembers(db(), versionId));

function stored({ size, sha256: etag, name, mediaType, createdAt: lastModified, storageKey }: Stored): ToSend {
  return {
    ...{ size, etag, name, mediaType, lastModified },
    isHere: async () => (await storage().size(storageKey)) === size,
    place: () => storage().place(storageKey),
    open: (range) => storage().open(storageKey, range),
  };
}

/**
 * Refuses a payment for something that would not be sent: the request names a file that the bundle on sale does not contain.
 * Its buyers get what they bought without a payment.
 *
 * @throws AppError `member_not_found`
 */
export function requireMemberOf(file: { members: readonly BundleMember[] | null } | null, member: string): void {
  if (file === null || file.members?.some(({ fileId }) => fileId === member)) return;
  throw new AppError("member_not_found", { detail: "Nothing was charged." });
}
