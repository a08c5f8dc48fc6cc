import "server-only";
import type { Prisma } from "@/generated/sqlite/client/client";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { formatUsd } from "@/lib/money";
import { transactionUrl } from "@/lib/payment-methods/evm/chain/networks";
import { paymentState } from "@/lib/payments/rows";
import type { PaymentState } from "@/lib/payments/schema";
import { FILE } from "@/lib/products/files/file-ref";
import { readSold } from "@/lib/products/files/sold-terms";
import type { RefundPolicy } from "@/lib/refunds/schema";
import { toRefundView } from "@/lib/refunds/view";
import { settings } from "@/lib/settings/settings";
import type { Sale, SalesPage } from "./schema";

/** The most sales on one page. The totals count all. */
export const SALES_SHOWN = 200;

type Seller = { id: string; address: string; payTo: string };

/** Payments that a seller sees: money that arrived, may still arrive, or went back. */
const arrives = {
  direction: "sale",
  state: { in: ["settled", "settling", "unknown", "reverted"] satisfies PaymentState[] },
};

/** The newest sales; above them those whose money the seller owes back, however old. */
export async function readNewestSales(seller: Seller): Promise<SalesPage> {
  const [newest, owed] = await Promise.all([findPage(seller.id), findOwed(seller.id)]);
  const orders = [...owed, ...newest.orders.filter(({ id }) => !owed.some((one) => one.id === id))];
  return { sales: await toSales(seller, orders), olderSales: newest.hasMore };
}

/**
 * The sales before one that is shown, the newest first.
 *
 * @param before its `paymentId`; one of another seller is as if there were none
 * @throws AppError `sign_in_required` when the session's seller no longer exists
 */
export async function readOlderSales(sellerId: string, before: string): Promise<SalesPage> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller) throw new AppError("sign_in_required");
  const last = await db().order.findFirst({ where: { id: before, sellerId, productKind: FILE } });
  if (!last) return { sales: [], olderSales: false };
  const { createdAt, id } = last;
  const page = await findPage(sellerId, { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] });
  return { sales: await toSales(seller, page.orders), olderSales: page.hasMore };
}

/** One more than is shown, to know whether there are older ones. */
async function findPage(sellerId: string, where: Prisma.OrderWhereInput = {}) {
  const wanted = { sellerId, productKind: FILE, transfers: { some: arrives }, ...where };
  const found = await findOrders(wanted, SALES_SHOWN + 1);
  return { orders: found.slice(0, SALES_SHOWN), hasMore: found.length > SALES_SHOWN };
}

function findOrders(where: Prisma.OrderWhereInput, take = SALES_SHOWN) {
  return db().order.findMany({
    where,
    include: { transfers: { orderBy: { createdAt: "desc" } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take,
  });
}

/** What the seller owes back, however old. Only sellers about whom something was decided have any. */
async function findOwed(sellerId: string) {
  if ((await db().decision.count({ where: { sellerId } })) === 0) return [];
  const isStopped = [
    { suspendedAt: { not: null } },
    { withheldAt: { not: null } },
    { bytesGone: true },
    { seller: { suspendedAt: { not: null } } },
  ];
  const files = await db().file.findMany({ where: { sellerId, OR: isStopped }, select: { id: true } });
  const productId = { in: files.map(({ id }) => id) };
  return findOrders({ productKind: FILE, productId, state: "paid", refundDueAt: { not: null } });
}

type Orders = Awaited<ReturnType<typeof findOrders>>;

async function toSales({ address, payTo }: Seller, orders: Orders): Promise<Sale[]> {
  const soldOf = await readSold(orders.map(({ offerId }) => offerId));
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
      transaction: row.transaction,
      transactionUrl: (network && row.transaction && transactionUrl(network, row.transaction)) || null,
    };
  });
}
