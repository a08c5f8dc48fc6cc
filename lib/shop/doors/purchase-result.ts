import "server-only";
import { db } from "@/lib/db/client";
import { recoveryUrl } from "@/lib/entitlements/claim-token";
import { ticketUrl } from "@/lib/entitlements/ticket";
import { type BundleMember, readMembersOf } from "@/lib/products/bundles/read-members";
import type { OpenMember } from "@/lib/products/bundles/schema";
import type { FileVersion } from "@/lib/products/files/version";
import { makeReceipt } from "@/lib/receipts/make-receipt";
import { settings } from "@/lib/settings/settings";
import type { Granted } from "@/lib/shop/purchase/outcome";
import type { OpenVersion, PurchaseResult } from "@/lib/shop/schema";

/** The JSON of a purchase that gives access: a fresh download URL and, once, the claim token and the recovery link. */
export async function purchaseResult(granted: Granted, now: Date): Promise<PurchaseResult> {
  const { file, version, versions, grant, payment, claimToken } = granted;
  return {
    access: granted.access,
    fileId: file.id,
    version: version.number,
    versions: await openVersions(versions),
    ticketUrl: downloadUrl(granted, now),
    downloadUntil: grant?.until?.toISOString() ?? null,
    ...(claimToken ? { claimToken, recoveryUrl: recoveryUrl(claimToken) } : {}),
    receipt: payment ? await makeReceipt(payment) : null,
  };
}

/** Versions as a buyer sees them, those of a bundle with their files. */
export async function openVersions(versions: readonly FileVersion[]): Promise<OpenVersion[]> {
  const bundled = versions.filter((version) => version.bundled).map(({ id }) => id);
  const membersOf = await readMembersOf(db(), bundled);
  return versions.map((version) => ({
    ...toOpenVersion(version),
    ...(version.bundled ? { members: membersOf(version.id).map(toOpenMember) } : {}),
  }));
}

function toOpenMember(member: BundleMember): OpenMember {
  const { fileId, name, size, mediaType, sha256, file, bytesGoneAt } = member;
  // What keeps it from being sold alone keeps no buyer from it.
  const closed = (file.withheldAt !== null && "withheld") || (bytesGoneAt !== null && "gone") || null;
  return { fileId, name, size, mediaType, sha256, closed };
}

function toOpenVersion({ number, name, mediaType, codecs, size, sha256, createdAt }: FileVersion): OpenVersion {
  return { number, name, mediaType, codecs, size, sha256, createdAt: createdAt.toISOString() };
}

/** Bound to the version, so that a resumed download gets the same bytes. */
function downloadUrl({ file, version, access, grant }: Granted, now: Date): string {
  if (grant) return ticketUrl(file.id, { kind: "grant", grantId: grant.id }, now, version.number);
  if (access === "owner") {
    return ticketUrl(file.id, { kind: "owner", sellerId: file.sellerId }, now, version.number);
  }
  const { downloadOrigin, appUrl } = settings();
  // A free file needs no ticket, but the other origin requires one.
  return downloadOrigin ? ticketUrl(file.id, { kind: "free" }, now) : `${appUrl}/api/files/${file.id}`;
}
