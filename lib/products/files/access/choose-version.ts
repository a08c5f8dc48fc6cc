import "server-only";
import { db } from "@/lib/db/client";
import type { GrantRow } from "@/lib/entitlements/grant";
import { type FileVersion, toVersion, versionsForBuyer } from "@/lib/products/files/version";
import type { Access } from "./find-access";

/** The part of a file that concerns its bytes. */
export type VersionedFile = { id: string; version: FileVersion; withheldAt: Date | null };

type ChosenVersion =
  | {
      kind: "open";
      /** What is sent. */
      version: FileVersion;
      /** All versions that this access may download now, the newest first. */
      versions: FileVersion[];
    }
  | { kind: "refused"; code: "file_withheld" | "refund_due" | "bytes_gone" | "version_not_found" };

/**
 * Chooses the bytes for an access: every byte of a file is chosen here. A buyer gets the newest version that came with the
 * purchase, or another of them by its number; the seller any version; a free file is the current one. A decision of the
 * operator closes them all, or what was paid for while the sale was stopped (rule 12).
 *
 * @param wanted the number of the requested version
 */
export async function chooseVersion(
  file: VersionedFile,
  { access, grant }: { access: Access; grant: GrantRow | null },
  wanted: number | undefined,
): Promise<ChosenVersion> {
  if (file.withheldAt !== null) return { kind: "refused", code: "file_withheld" };
  if (grant && grant.heldAt !== null) return { kind: "refused", code: "refund_due" };
  const all = await allowedVersions(file, access, grant);
  const versions = all.filter(({ bytesGoneAt }) => bytesGoneAt === null);
  const version = wanted === undefined ? versions[0] : versions.find(({ number }) => number === wanted);
  if (version) return { kind: "open", version, versions };
  const gone = wanted === undefined || all.some(({ number }) => number === wanted);
  return { kind: "refused", code: gone ? "bytes_gone" : "version_not_found" };
}

async function allowedVersions(file: VersionedFile, access: Access, grant: GrantRow | null): Promise<FileVersion[]> {
  const current = file.version;
  const onlyCurrent = access === "free" || grant?.partId === current.id || current.number === 1;
  if (onlyCurrent) return [current];
  const rows = await db().fileVersion.findMany({ where: { fileId: file.id }, orderBy: { number: "desc" } });
  const versions = rows.map(toVersion);
  return grant ? versionsForBuyer(versions, grant.partId ?? "") : versions;
}
