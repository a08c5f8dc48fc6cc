import "server-only";
import { db } from "@/lib/db/client";
import type { OrderRow } from "@/lib/payments/rows";
import { readMembers } from "@/lib/products/bundles/read-members";
import { readSold } from "./sold-terms";

/** What a receipt says of a file that was bought: which bytes, on which promises, and until when they can be downloaded. */
export async function receiptLines({ id, productId, offerId }: OrderRow) {
  const sold = (await readSold([offerId]))(offerId);
  const { id: versionId, name, number, sha256, size, bundled } = sold.version;
  const grant = await findLastingGrant(id);
  return {
    fileId: productId,
    fileName: name,
    title: sold.file.title,
    sellerName: sold.file.seller.name,
    version: number,
    sha256,
    size: Number(size),
    ...(bundled ? { bundle: await bundleLines(versionId) } : {}),
    downloadUntil: grant?.until?.toISOString() ?? null,
    keptUntil: (grant?.until === null && sold.file.keptUntil?.toISOString()) || null,
    refundPolicy: sold.refundPolicy,
    refundNote: sold.refundNote,
  };
}

/** The longest grant of the order that its seller has not ended. */
function findLastingGrant(orderId: string) {
  const orderBy = { until: { sort: "desc", nulls: "first" } } as const;
  return db().entitlement.findFirst({ where: { orderId, revokedAt: null }, orderBy });
}

/** What a bundle contained: each file and its hash. */
async function bundleLines(versionId: string) {
  const members = await readMembers(db(), versionId);
  return members.map(({ fileId, name, size, sha256, createdAt }) => ({
    ...{ fileId, name, size, sha256 },
    createdAt: createdAt.toISOString(),
  }));
}
