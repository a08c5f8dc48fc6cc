import "server-only";
import { AppError } from "@/lib/errors";
import { storage } from "@/lib/storage/storage";
import type { BundleMember } from "./read-members";
import { layOutZip, type ZipLayout } from "./zip-layout";

/** The archive of all members of a bundle. Its length is that of the bundle's version. */
export const layOutArchive = (members: readonly BundleMember[]): ZipLayout<BundleMember> => layOutZip(members);

/** How long the archive of these will be, in bytes. */
export function archiveSize(members: readonly { name: string; size: number }[]): number {
  const createdAt = new Date(0);
  return layOutZip(members.map(({ name, size }) => ({ name, size, crc32: "00000000", createdAt }))).size;
}

/**
 * Refuses an archive of which a part may not be sent: every byte of it was paid for, so it is never sent without one. The
 * other members can still be downloaded one by one.
 *
 * @throws AppError `member_withheld` (451), `member_gone` (410), with the members that can not be had
 */
export function requireWhole(members: readonly BundleMember[]): void {
  const withheld = members.filter(({ file }) => file.withheldAt !== null);
  const gone = members.filter(({ bytesGoneAt }) => bytesGoneAt !== null);
  const missing = withheld.length > 0 ? withheld : gone;
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => `“${name}”`).join(", ");
  throw new AppError(withheld.length > 0 ? "member_withheld" : "member_gone", {
    detail: `The archive cannot be sent without ${names}. The other files of the bundle can be downloaded one by one.`,
    members: { missing: missing.map(({ fileId, name }) => ({ fileId, name })) },
  });
}

/**
 * The member that a request names, if it may be sent.
 *
 * @param wanted the id of the file
 * @throws AppError `member_not_found` (404), `member_withheld` (451), `member_gone` (410)
 */
export function chooseMember(members: readonly BundleMember[], wanted: string): BundleMember {
  const member = members.find(({ fileId }) => fileId === wanted);
  if (!member) throw new AppError("member_not_found");
  if (member.file.withheldAt !== null) throw new AppError("member_withheld");
  if (member.bytesGoneAt !== null) throw new AppError("member_gone");
  return member;
}

/** Whether every byte of these is here. */
export async function areStored(members: readonly BundleMember[]): Promise<boolean> {
  for (const { storageKey, size, bytesGoneAt } of members) {
    if (bytesGoneAt !== null || (await storage().size(storageKey)) !== size) return false;
  }
  return true;
}
