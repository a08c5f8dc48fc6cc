import "server-only";
import type { File } from "@/generated/sqlite/client/client";
import type { Db, Tx } from "@/lib/db/client";
import { findGrantsOfParts, giveTimeBack, releaseGrants } from "@/lib/entitlements/hold-grants";
import { clearRefundDue, markRefundDue } from "@/lib/payments/refund-due";
import { findStop, isByOperator } from "@/lib/products/bundles/member-stop";
import { readMembers } from "@/lib/products/bundles/read-members";
import { fileRef } from "@/lib/products/files/file-ref";

/** The bundles that contain a file in any of their versions. */
export async function listBundlesOf(client: Db | Tx, fileId: string): Promise<string[]> {
  const where = { fileId };
  const rows = await client.bundleMember.findMany({ where, select: { bundleId: true }, distinct: ["bundleId"] });
  return rows.map(({ bundleId }) => bundleId);
}

/**
 * A file was closed to everybody: buyers of bundles that contain it keep their other files, and the seller owes them the money
 * for what they can no longer have.
 */
export async function oweForBundlesOf(tx: Tx, fileId: string, at: Date): Promise<void> {
  const grants = await grantsWith(tx, fileId);
  const live = grants.filter(({ until }) => until === null || until > at);
  await markRefundDue(tx, ordersOf(live), at);
}

/**
 * A file was opened again: what was paid for a bundle meanwhile opens, and buyers of a bundle get the time back in which they could
 * not have this file.
 *
 * @param file as it was before
 */
export async function openBundlesOf(tx: Tx, file: File, verdict: "suspended" | "lifted", at: Date): Promise<void> {
  const { id: fileId, withheldAt } = file;
  if (withheldAt !== null) await giveTimeBack(tx, await grantsWith(tx, fileId), withheldAt, at);
  for (const bundleId of await listBundlesOf(tx, fileId)) {
    const orderIds = verdict === "lifted" ? await releaseIfOpen(tx, bundleId, at) : [];
    if (!file.bytesGone) await clearRefundDue(tx, orderIds);
  }
  // Bytes that are deleted stay owed.
  if (withheldAt === null || file.bytesGone) return;
  const open = [];
  for (const grant of await grantsWith(tx, fileId)) {
    const members = await readMembers(tx, grant.partId ?? "");
    const isWhole = members.every((one) => one.file.withheldAt === null && one.bytesGoneAt === null);
    if (isWhole && grant.heldAt === null) open.push(grant);
  }
  await clearRefundDue(tx, ordersOf(open));
}

/** What was held because a file of the bundle was stopped, unless something else still stops it. */
async function releaseIfOpen(tx: Tx, bundleId: string, at: Date): Promise<string[]> {
  const bundle = await tx.file.findUniqueOrThrow({ where: { id: bundleId }, include: { seller: true } });
  if (bundle.suspendedAt !== null || bundle.withheldAt !== null || bundle.seller.suspendedAt !== null) return [];
  return (await isStoppedByMember(tx, bundleId)) ? [] : releaseGrants(tx, fileRef(bundleId), "all", at);
}

/** Whether the operator has stopped a file of a bundle, as it is sold now. */
export async function isStoppedByMember(tx: Tx, bundleId: string): Promise<boolean> {
  const { versionId } = await tx.terms.findFirstOrThrow({ where: { fileId: bundleId, until: null } });
  const stop = findStop(await readMembers(tx, versionId));
  return stop !== null && isByOperator(stop);
}

/** Grants for versions of bundles that contain the file, ended ones included. */
async function grantsWith(tx: Tx, fileId: string) {
  const rows = await tx.bundleMember.findMany({ where: { fileId }, select: { versionId: true } });
  return findGrantsOfParts(
    tx,
    rows.map(({ versionId }) => versionId),
  );
}

const ordersOf = (grants: readonly { orderId: string | null }[]) => [
  ...new Set(grants.flatMap(({ orderId }) => orderId ?? [])),
];
