import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { live } from "@/lib/entitlements/grant";
import { UNRESOLVED } from "@/lib/payments/states";
import { fileRef } from "./file-ref";
import type { FileVersion } from "./version";

/** While a payment is in one of these states, or failed and is watched, its buyer may still be owed the bytes. */
const underWay = [{ state: { in: [...UNRESOLVED] } }, { watched: true }];

/**
 * True while somebody may still need the bytes of a version: a buyer of them, a buyer of an earlier version who was promised
 * this one, somebody who is paying for the file or for keeping it, or has paid as only the chain shows. Or a bundle that
 * contains it, until that is given up itself by the same rules.
 */
export async function isNeeded(client: Db | Tx, version: FileVersion, fileId: string, now: Date): Promise<boolean> {
  const opens = await grantsThatKeep(client, fileId, now);
  if (await client.entitlement.findFirst({ where: { partId: version.id, ...opens } })) return true;
  // A paid order has its grant: of the orders of a file only these may owe its bytes.
  const order = { ...fileRef(fileId), state: { in: ["open", "failed"] } };
  if (await client.transfer.findFirst({ where: { direction: "sale", OR: underWay, order } })) return true;
  if (await client.foundTransfer.findFirst({ where: fileRef(fileId) })) return true;
  if (await client.storagePurchase.findFirst({ where: { fileId, state: "reserved" } })) return true;
  if (await isInBundle(client, version.id)) return true;
  const { number, newVersionFor } = version;
  if (newVersionFor === "new-buyers") return false;
  const newer = await client.fileVersion.findFirst({ where: { fileId, number: { gt: number }, newVersionFor } });
  if (newer) return false;
  const earlier = await client.fileVersion.findMany({
    where: { fileId, number: { lt: number } },
    select: { id: true },
  });
  return (
    (await client.entitlement.findFirst({ where: { partId: { in: earlier.map(({ id }) => id) }, ...opens } })) !== null
  );
}

/**
 * Live grants; once the time that storage was paid for has passed, only those with an end: the others were for as long as the
 * file is kept. One that is held has no end meanwhile.
 */
async function grantsThatKeep(client: Db | Tx, fileId: string, now: Date) {
  const file = await client.file.findUnique({ where: { id: fileId }, select: { keptUntil: true } });
  if (!file?.keptUntil || file.keptUntil > now) return live(now);
  return { revokedAt: null, OR: [{ until: { gt: now } }, { heldAt: { not: null } }] };
}

async function isInBundle(client: Db | Tx, partId: string): Promise<boolean> {
  const bundles = await client.bundleMember.findMany({ where: { partId }, select: { versionId: true } });
  if (bundles.length === 0) return false;
  const ids = bundles.map(({ versionId }) => versionId);
  return (await client.fileVersion.findFirst({ where: { id: { in: ids }, bytesGoneAt: null } })) !== null;
}
