import type { Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { Product } from "@/lib/payments/ports";
import type { OrderRow } from "@/lib/payments/rows";

/** What is left of each product with a limit. */
export const stock = new Map<string, number>();

/** Products unlike a file, for the contracts of the money core. */

type Kind = { kind: string; parts: readonly (string | null)[]; repeats: boolean };

/** Gives an entitlement for each part; opened by the order's secret together with the part's name. */
function productOf({ kind, parts, repeats }: Kind): Product & { calls: string[] } {
  const calls: string[] = [];
  const stillGives = async (tx: Tx, { id }: OrderRow) =>
    (await tx.entitlement.count({ where: { orderId: id, revokedAt: null } })) > 0;
  return {
    kind,
    calls,
    async findOffer(offerId) {
      return { productKind: kind, productId: offerId, offerId, sellerId: "seller", priceMicroUsd: 250_000n };
    },
    isDeliverable: async () => true,
    receiptLines: async ({ productId }) => ({ thing: productId }),
    async onReserved(_tx, { productId }, { mayRefuse }) {
      const left = stock.get(productId);
      if (left === undefined) return;
      if (left === 0 && mayRefuse) throw new AppError("file_paused", { detail: "None is left." });
      stock.set(productId, left - 1);
    },
    async onReleased(_tx, { productId }) {
      const left = stock.get(productId);
      if (left !== undefined) stock.set(productId, left + 1);
    },
    repeatKey: ({ productId }, who) => (repeats ? null : `${kind}:${productId}:${who}`),
    stillGives,
    async isSecretTaken(tx, secretHash) {
      return (await tx.entitlement.count({ where: { productKind: kind, tokenHash: { startsWith: secretHash } } })) > 0;
    },
    async findReferred(tx, orderIds) {
      const found = await tx.entitlement.findMany({ where: { orderId: { in: orderIds } }, select: { orderId: true } });
      return found.flatMap(({ orderId }) => orderId ?? []);
    },
    async onSettled(tx, order, { opensBySecret, now }) {
      calls.push(`settled ${order.id}`);
      const { productKind, productId, payer, person } = order;
      for (const partId of parts) {
        const secret = opensBySecret ? order.secretHash : newId();
        const tokenHash = partId === null ? secret : `${secret} ${partId}`;
        const row = { id: newId(), productKind, productId, partId, orderId: order.id, payer, person };
        await tx.entitlement.create({ data: { ...row, tokenHash, createdAt: now } });
      }
    },
    async onReorganised(_tx, order, by) {
      calls.push(`reorganised ${order.id} ${by}`);
    },
    async onRefunded(tx, order, { endsEntitlement, now }) {
      calls.push(`refunded ${order.id}`);
      if (endsEntitlement) await tx.entitlement.updateMany({ where: { orderId: order.id }, data: { revokedAt: now } });
    },
  };
}

/** One entitlement for good. */
export const ticketProduct = productOf({ kind: "ticket", parts: [null], repeats: false });
/** Several at once, as a bundle gives. */
export const severalProduct = productOf({ kind: "several", parts: ["one", "two", "three"], repeats: false });
/** None: what was paid for ends with the response. It may be bought any number of times. */
export const momentProduct = productOf({ kind: "moment", parts: [], repeats: true });
