import "server-only";
import { db } from "@/lib/db/client";
import { formatUsd } from "@/lib/money";
import { transactionUrl } from "@/lib/payment-methods/evm/chain/networks";
import { paymentState } from "@/lib/payments/rows";
import { readSold } from "@/lib/products/files/sold-terms";
import type { RefundPolicy } from "@/lib/refunds/schema";
import { toRefundView } from "@/lib/refunds/view";
import { settings } from "@/lib/settings/settings";
import type { Sale } from "./schema";

type Seller = { address: string; payTo: string };

const findOrders = () => db().order.findMany({ include: { transfers: true } });
type Orders = Awaited<ReturnType<typeof findOrders>>;

/** Sales as their seller sees them. Of each order: its transfers, the newest first. */
export async function toSales({ address, payTo }: Seller, orders: Orders): Promise<Sale[]> {
  const [soldOf, messageOf] = await Promise.all([
    readSold(orders.map(({ offerId }) => offerId)),
    readMessages(orders.map(({ id }) => id)),
  ]);
  return orders.flatMap(({ transfers, ...order }) => {
    const row = transfers.find(({ direction }) => direction === "sale");
    if (!row) return [];
    const refund = transfers.find(({ direction }) => direction === "refund");
    const sold = soldOf(order.offerId);
    const network = settings().knownNetworks.find(({ caip2 }) => caip2 === row.network);
    return {
      paymentId: order.id,
      fileId: order.productId,
      fileTitle: sold.file.title,
      at: (row.settledAt ?? row.createdAt).toISOString(),
      amount: formatUsd(order.priceMicroUsd),
      state: paymentState({ ...row, order }),
      payer: row.payer,
      network: row.network,
      networkName: network?.name ?? row.network,
      chainId: Number(row.network.split(":")[1]),
      payTo: row.payee,
      wallets: [payTo, address],
      paid: { amount: row.amount, symbol: network?.token.symbol ?? "", decimals: network?.token.decimals ?? 6 },
      refundPolicy: sold.refundPolicy as RefundPolicy | null,
      refundNote: sold.refundNote,
      refundDue: order.refundDueAt !== null && order.state === "paid",
      refund: refund ? toRefundView(refund) : null,
      message: messageOf(order.id),
      transaction: row.transaction,
      transactionUrl: (network && row.transaction && transactionUrl(network, row.transaction)) || null,
    };
  });
}

/** Whether a sale's buyer wrote to the seller, and whether that is still to be answered. */
async function readMessages(orderIds: string[]): Promise<(orderId: string) => Sale["message"]> {
  const rows = await db().complaint.findMany({
    where: { orderId: { in: orderIds } },
    select: { orderId: true, doneAt: true },
  });
  const open = new Set(rows.filter(({ doneAt }) => doneAt === null).map(({ orderId }) => orderId));
  const all = new Set(rows.map(({ orderId }) => orderId));
  return (orderId) => (open.has(orderId) ? "open" : all.has(orderId) ? "done" : null);
}
