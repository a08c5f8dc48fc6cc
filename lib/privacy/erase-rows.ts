import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Whose } from "@/lib/payments/ledger";
import { dropPictures } from "@/lib/previews/picture";

/**
 * Erases what a seller wrote and nobody else needs: name, contact, refunds in the profile, descriptions of removed files,
 * the page, picture and domain, labels of gift links, messages from buyers that are done, and where notices are sent. What sales refer to stays: terms as they were agreed,
 * titles and file names.
 *
 * @param at nothing later than this is erased, so that a restore can repeat it
 * @returns whether it changed anything: false for a seller who was erased then or later
 */
export async function eraseSellerRows(tx: Tx, sellerId: string, at: Date): Promise<boolean> {
  const shown = { handle: null, words: null, homepage: null, picture: null, provenDomain: null };
  const refunds = { refundPolicy: null, refundNote: null };
  const profile = { name: null, contact: null, ...refunds, accent: null, ...shown, erasedAt: at };
  const { count } = await tx.seller.updateMany({
    where: { id: sellerId, OR: [{ erasedAt: null }, { erasedAt: { lt: at } }] },
    data: profile,
  });
  if (count === 0) return false;
  await dropPictures(tx, { fileId: sellerId, kind: "seller" });
  await tx.domainProof.deleteMany({ where: { sellerId, createdAt: { lte: at } } });
  const file = { sellerId, createdAt: { lte: at } };
  await tx.file.updateMany({ where: { ...file, removedAt: { not: null } }, data: { description: "" } });
  await tx.gift.updateMany({ where: { file: { sellerId }, createdAt: { lte: at } }, data: { label: "" } });
  await tx.complaint.deleteMany({ where: { sellerId, doneAt: { lte: at } } });
  await tx.sellerChannel.deleteMany({ where: { sellerId, createdAt: { lte: at } } });
  return true;
}

/**
 * Erases what a buyer wrote: messages to sellers, with the addresses for replies, and addresses for notices.
 *
 * @param at as above
 */
export async function eraseBuyerRows(tx: Tx, { person, payer }: Whose, at: Date): Promise<boolean> {
  const order = { person, ...(payer === undefined ? {} : { payer }) };
  const complaints = await tx.complaint.deleteMany({ where: { order, createdAt: { lte: at } } });
  const orders = await tx.order.findMany({ where: order, select: { id: true } });
  const addresses = await tx.buyerAddress.deleteMany({
    where: { orderId: { in: orders.map(({ id }) => id) }, createdAt: { lte: at } },
  });
  return complaints.count + addresses.count > 0;
}
