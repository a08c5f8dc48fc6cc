import "server-only";
import type { Tx } from "@/lib/db/client";
import { type Part, writeBundleVersion } from "@/lib/products/bundles/write-version";
import { changeTerms } from "./change-terms";
import { hasEnded } from "./file-state";
import type { NewVersionFor } from "./schema";

/**
 * A file got a new version: each bundle on sale that contains the file gets one, too, for the same buyers. Earlier buyers of
 * the bundle keep what they bought, as those of the file do. The caller holds the file's row, and the part has its CRC-32.
 *
 * @throws AppError `bundle_too_large`: then the file is not replaced either
 */
export async function renewBundles(tx: Tx, part: Part, newVersionFor: NewVersionFor, now: Date): Promise<void> {
  const named = await tx.bundleMember.findMany({ where: { fileId: part.fileId }, select: { versionId: true } });
  const current = await tx.terms.findMany({
    where: { versionId: { in: named.map(({ versionId }) => versionId) }, until: null, file: { removedAt: null } },
    include: { version: true, file: { include: { seller: true } } },
  });
  for (const { version, file, downloadDays } of current) {
    // Nobody could buy or download it: it would be deleted unseen.
    if (newVersionFor === "new-buyers" && hasEnded({ ...file, terms: { downloadDays } }, now)) continue;
    await tx.file.update({ where: { id: file.id }, data: { updatedAt: now } });
    const parts = await readParts(tx, version.id);
    const renewed = parts.map((one) => (one.fileId === part.fileId ? part : one));
    const versionId = await writeBundleVersion(tx, file.id, { parts: renewed, name: version.name, newVersionFor, now });
    await changeTerms(tx, file.id, file.seller, { versionId }, now);
  }
}

/** The parts of a version of a bundle, in their order. */
async function readParts(tx: Tx, versionId: string): Promise<Part[]> {
  const members = await tx.bundleMember.findMany({ where: { versionId }, orderBy: { position: "asc" } });
  const parts = await tx.fileVersion.findMany({ where: { id: { in: members.map(({ partId }) => partId) } } });
  const byId = new Map(parts.map((part) => [part.id, part]));
  return members.flatMap(({ partId }) => byId.get(partId) ?? []);
}
