import "server-only";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { formatUsd } from "@/lib/money";
import { findNetworkByCaip2 } from "@/lib/payment-methods/evm/chain/find-network";
import { type Network, transactionUrl } from "@/lib/payment-methods/evm/chain/networks";
import { readSigned } from "@/lib/payment-methods/evm/eip3009/authorization";
import { type OrderRow, type PaymentRow, paymentState } from "@/lib/payments/rows";
import type { PaymentState } from "@/lib/payments/schema";
import type { receiptLines } from "@/lib/products/files/receipt-lines";
import type { Receipt } from "@/lib/shop/schema";
import { shop } from "@/lib/shop/shop";

/**
 * The receipt of a settled payment, or null for one that is not settled. A receipt that cannot be read now is null too:
 * the response with the access to a purchase must not fail because of it.
 */
export async function makeReceipt(payment: PaymentRow): Promise<Receipt | null> {
  try {
    return await gather(payment);
  } catch (error) {
    log.error({ err: error, paymentId: payment.id }, "a receipt could not be read");
    return null;
  }
}

/** A refund does not change what happened. */
const paid = new Set<string>(["settled", "refunded"] satisfies PaymentState[]);

async function gather(payment: PaymentRow): Promise<Receipt | null> {
  const { order, transaction, position, settledAt, height, blockTime } = payment;
  const network = findNetworkByCaip2(payment.network);
  if (!paid.has(paymentState(payment)) || !transaction || position === null || !settledAt || !network) return null;
  if (!height || !blockTime) return null;
  const { fileId, fileName, title, sellerName, version, sha256, size, bundle, ...promised } = await linesOf(order);
  return {
    paymentId: payment.id,
    ...{ fileId, fileName, title, sellerName, version, sha256, size, ...(bundle ? { bundle } : {}) },
    price: formatUsd(order.priceMicroUsd),
    amount: payment.amount,
    network: network.caip2,
    networkName: network.name,
    asset: payment.asset,
    symbol: network.token.symbol,
    decimals: network.token.decimals,
    payer: payment.payer,
    payTo: payment.payee,
    nonce: readSigned(payment).nonce,
    transaction,
    logIndex: Number(position),
    transactionUrl: transactionUrl(network, transaction) ?? null,
    blockNumber: height,
    blockTime: blockTime.toISOString(),
    settledAt: settledAt.toISOString(),
    ...promised,
    withdrawalWaivedAt: order.withdrawalWaivedAt?.toISOString() ?? null,
    refund: await readRefund(payment, network),
  };
}

type Lines = Pick<Receipt, keyof Awaited<ReturnType<typeof receiptLines>>>;

/** So far, only files are sold. */
async function linesOf(order: OrderRow): Promise<Lines> {
  return (await shop.product(order.productKind).receiptLines(order)) as Lines;
}

async function readRefund({ order }: PaymentRow, network: Network): Promise<Receipt["refund"]> {
  if (order.state !== "refunded") return null;
  const row = await db().transfer.findFirst({ where: { orderId: order.id, direction: "refund", state: "settled" } });
  if (!row?.transaction || !row.blockTime) return null;
  return {
    amount: row.amount,
    payer: row.payer,
    transaction: row.transaction,
    transactionUrl: transactionUrl(network, row.transaction) ?? null,
    blockTime: row.blockTime.toISOString(),
    endsAccess: row.endsEntitlement,
  };
}
