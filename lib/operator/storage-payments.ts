import "server-only";
import type { Prisma } from "@/generated/sqlite/client/client";
import { db } from "@/lib/db/client";
import { formatUsd } from "@/lib/money";
import { transactionUrl } from "@/lib/payment-methods/evm/chain/networks";
import { paymentState } from "@/lib/payments/rows";
import { payingBack } from "@/lib/refunds/refunder";
import { toRefundView } from "@/lib/refunds/view";
import { settings } from "@/lib/settings/settings";
import { PAGE_SIZE, toPage } from "./paging";
import type { Page, StoragePayment } from "./schema";
import { isOwed } from "./storage-money";

const newestFirst = [{ createdAt: "desc" as const }, { orderId: "desc" as const }];

/**
 * Payments for storage, the newest first.
 *
 * @param which `owed`: only those of which something is owed
 * @param before the last one that was shown
 */
export async function listStoragePayments(which: "all" | "owed", before?: string): Promise<Page<StoragePayment>> {
  const last = before === undefined ? null : await db().storagePurchase.findUnique({ where: { orderId: before } });
  const purchases = await db().storagePurchase.findMany({
    where: { AND: [{ state: "paid" }, which === "owed" ? isOwed() : {}, after(last)] },
    orderBy: newestFirst,
    take: PAGE_SIZE + 1,
  });
  const describe = await readDetails(purchases);
  return toPage(
    purchases.map((row) => ({ ...row, id: row.orderId })),
    describe,
  );
}

type PurchaseRow = Prisma.StoragePurchaseGetPayload<object>;

function after(last: PurchaseRow | null): Prisma.StoragePurchaseWhereInput {
  if (!last) return {};
  const { createdAt, orderId } = last;
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, orderId: { lt: orderId } }] };
}

/** Reads the orders and files of all of them together. */
async function readDetails(purchases: PurchaseRow[]): Promise<(row: PurchaseRow) => StoragePayment> {
  const [orders, files] = await Promise.all([
    db().order.findMany({
      where: { id: { in: purchases.map(({ orderId }) => orderId) } },
      include: { transfers: { orderBy: { createdAt: "desc" } } },
    }),
    db().file.findMany({
      where: { id: { in: purchases.flatMap(({ fileId }) => fileId ?? []) } },
      select: { id: true, title: true },
    }),
  ]);
  const orderOf = new Map(orders.map((order) => [order.id, order]));
  const titleOf = new Map(files.map(({ id, title }) => [id, title]));
  return (row) => {
    const order = orderOf.get(row.orderId);
    const sale = order?.transfers.find(({ direction }) => direction === "sale");
    if (!order || !sale) throw new Error(`The order ${row.orderId} of a purchase of storage is gone.`);
    const refund = order.transfers.find(({ direction }) => direction === "refund");
    const network = settings().knownNetworks.find(({ caip2 }) => caip2 === sale.network);
    const back = row.paidBackMicroUsd ?? 0n;
    const open = (row.owedMicroUsd ?? 0n) - back;
    return {
      paymentId: row.orderId,
      at: (sale.settledAt ?? sale.createdAt).toISOString(),
      kind: row.kind,
      days: row.days,
      size: Number(row.size),
      on: storedBy(row, titleOf),
      amount: formatUsd(order.priceMicroUsd),
      payer: sale.payer,
      payTo: sale.payee,
      wallets: payingBack(sale.payee),
      network: sale.network,
      networkName: network?.name ?? sale.network,
      chainId: Number(sale.network.split(":")[1]),
      transaction: sale.transaction,
      transactionUrl: (network && sale.transaction && transactionUrl(network, sale.transaction)) || null,
      state: paymentState({ ...sale, order }),
      unusedDays: row.unusedDays,
      owed: formatUsd(open > 0n ? open : 0n),
      paidBack: formatUsd(back),
      refund: refund ? toRefundView(refund) : null,
    };
  };
}

function storedBy({ fileId, uploadId }: PurchaseRow, titleOf: Map<string, string>): StoragePayment["on"] {
  if (fileId) return { kind: "file", id: fileId, title: titleOf.get(fileId) ?? null };
  return uploadId ? { kind: "upload", id: uploadId, title: null } : null;
}
