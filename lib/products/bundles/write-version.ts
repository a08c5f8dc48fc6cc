import "server-only";
import type { FileVersion } from "@/generated/sqlite/client/client";
import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import { settings } from "@/lib/settings/settings";
import { newStorageKey } from "@/lib/storage/keys";
import { archiveSize } from "./archive";
import { nameInArchive } from "./archive-names";
import { manifestHash } from "./manifest";
import { BUNDLE_MAX_BYTES } from "./schema";

/** The version of a file that becomes a member, as its row is. */
export type Part = Pick<FileVersion, "id" | "fileId" | "name" | "size" | "sha256" | "createdAt">;

type NewVersion = {
  /** In the order of the seller. */
  parts: readonly Part[];
  /** Of the archive. */
  name: string;
  newVersionFor: "new-buyers" | "all-buyers";
  now: Date;
};

/**
 * Makes these versions of files the next version of a bundle (its first one, when it has none). The caller holds the bundle's
 * row in the same transaction, has checked the parts in it, and opens terms that name the version.
 *
 * @returns the id of the version
 * @throws AppError `bundle_too_large`
 */
export async function writeBundleVersion(tx: Tx, bundleId: string, version: NewVersion): Promise<string> {
  const { parts, name, newVersionFor, now } = version;
  const names = nameInArchive(parts.map((part) => part.name));
  const members = parts.map((part, position) => ({
    position,
    fileId: part.fileId,
    partId: part.id,
    name: names[position] ?? part.name,
    size: Number(part.size),
    sha256: part.sha256,
    createdAt: part.createdAt,
  }));
  const size = archiveSize(members);
  requireFit(size);
  const last = await tx.fileVersion.findFirst({ where: { fileId: bundleId }, orderBy: { number: "desc" } });
  if (last) await tx.fileVersion.update({ where: { id: last.id }, data: { replacedAt: now } });
  const id = newId();
  await tx.fileVersion.create({
    data: {
      id,
      fileId: bundleId,
      number: (last?.number ?? 0) + 1,
      name,
      mediaType: "application/zip",
      size,
      sha256: manifestHash(members),
      storageKey: newStorageKey(),
      bundled: true,
      newVersionFor,
      createdAt: now,
    },
  });
  await tx.bundleMember.createMany({
    data: members.map(({ position, fileId, partId, name }) => ({
      ...{ versionId: id, bundleId, position, fileId, partId, name },
    })),
  });
  await tx.file.update({ where: { id: bundleId }, data: { bytesGone: false } });
  if (last && newVersionFor === "all-buyers") await notify(tx, { kind: "new-version", versionId: id }, now);
  return id;
}

/** As large as the largest file by default, also where a single file may be as large as that or smaller. */
function requireFit(size: number): void {
  const max = Math.max(settings().maxFileSize, BUNDLE_MAX_BYTES);
  if (size <= max) return;
  throw new AppError("bundle_too_large", {
    detail: `All files of a bundle together may have ${max} bytes here, and these have ${size}.`,
    members: { size, max },
  });
}
