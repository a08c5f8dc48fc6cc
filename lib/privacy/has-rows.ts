import "server-only";
import type { Db } from "@/lib/db/client";
import type { Whose } from "@/lib/payments/ledger";

/**
 * Whether `eraseSellerRows` has anything to erase. True also for a seller of files who was never erased: what was taken back
 * by hand may still be in a backup, and a restore then repeats the erasure.
 */
export async function hasSellerRows(client: Db, sellerId: string): Promise<boolean> {
  const seller = await client.seller.findUnique({ where: { id: sellerId } });
  if (!seller) return false;
  const { name, contact, refundPolicy, refundNote, accent, handle, words, homepage, picture, erasedAt } = seller;
  const texts = [name, contact, refundPolicy, refundNote, accent, handle, words, homepage, picture];
  if (texts.some((text) => text !== null)) return true;
  const select = { id: true } as const;
  const found = await Promise.all([
    client.file.findFirst({ where: { sellerId, ...(erasedAt && { description: { not: "" } }) }, select }),
    client.gift.findFirst({ where: { file: { sellerId }, label: { not: "" } }, select }),
    client.complaint.findFirst({ where: { sellerId, doneAt: { not: null } }, select }),
    client.sellerChannel.findFirst({ where: { sellerId }, select }),
    client.domainProof.findFirst({ where: { sellerId }, select }),
  ]);
  return found.some((row) => row !== null);
}

/** Whether `eraseBuyerRows` has anything to erase. */
export async function hasBuyerRows(client: Db, { person, payer }: Whose): Promise<boolean> {
  const order = { person, ...(payer === undefined ? {} : { payer }) };
  if (await client.complaint.findFirst({ where: { order }, select: { id: true } })) return true;
  const orders = await client.order.findMany({ where: order, select: { id: true } });
  const orderId = { in: orders.map(({ id }) => id) };
  return (await client.buyerAddress.findFirst({ where: { orderId }, select: { id: true } })) !== null;
}
