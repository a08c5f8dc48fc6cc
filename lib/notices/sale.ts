import "server-only";
import { db } from "@/lib/db/client";
import { formatUsd } from "@/lib/money";
import { transactionUrl } from "@/lib/payment-methods/evm/chain/networks";
import { findPayment } from "@/lib/payments/rows";
import { FILE } from "@/lib/products/files/file-ref";
import { settings } from "@/lib/settings/settings";
import { shop } from "@/lib/shop/shop";

/** What messages say about a payment for a file. */
export type SaleFacts = {
  orderId: string;
  /** open | paid | failed | reverted | refunded */
  state: string;
  fileId: string;
  title: string;
  /** True while the operator keeps its bytes closed, or has deleted them: nothing can be downloaded. */
  isClosed: boolean;
  sellerId: string;
  /** Decimal USD. */
  amount: string;
  priceMicroUsd: bigint;
  payTo: string;
  network: string;
  networkName: string;
  transaction: string | null;
  transactionUrl: string | null;
  settledAt: Date | null;
};

/** Null when there is no such payment, or it was not for a file. */
export async function readSale(orderId: string): Promise<SaleFacts | null> {
  const payment = await findPayment(db(), orderId);
  if (payment?.order.productKind !== FILE) return null;
  const file = await db().file.findUnique({ where: { id: payment.order.productId } });
  if (!file) return null;
  const network = settings().knownNetworks.find(({ caip2 }) => caip2 === payment.network);
  const { priceMicroUsd, state } = payment.order;
  return {
    orderId,
    state,
    fileId: file.id,
    title: file.title,
    isClosed: file.withheldAt !== null || file.bytesGone,
    sellerId: file.sellerId,
    amount: formatUsd(priceMicroUsd),
    priceMicroUsd,
    payTo: payment.payee,
    network: payment.network,
    networkName: network?.name ?? payment.network,
    transaction: payment.transaction,
    transactionUrl: (network && payment.transaction && transactionUrl(network, payment.transaction)) ?? null,
    settledAt: payment.settledAt,
  };
}

/** The newest refund of a payment that the chain shows; null when there is none. */
export async function readRefund(orderId: string): Promise<{ microUsd: bigint; transaction: string | null } | null> {
  const row = await db().transfer.findFirst({
    where: { orderId, direction: "refund", state: "settled" },
    orderBy: { createdAt: "desc" },
  });
  return row && { microUsd: shop.method(row.method).toMicroUsd(row), transaction: row.transaction };
}
