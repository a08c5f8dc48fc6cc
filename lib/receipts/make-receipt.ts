import "server-only";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { formatUsd } from "@/lib/money";
import { findNetwork } from "@/lib/payment-methods/evm/chain/find-network";
import { type Network, transactionUrl } from "@/lib/payment-methods/evm/chain/networks";
import type { PaymentRow } from "@/lib/payments/ledger/ledger";
import type { PaymentState, Receipt } from "@/lib/payments/schema";
import type { RefundPolicy } from "@/lib/refunds/schema";

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
  const { transaction, logIndex, settledAt, blockNumber, blockTime } = payment;
  const network = findNetwork(payment.chainId);
  if (!paid.has(payment.state) || !transaction || logIndex === null || !settledAt || !network) return null;
  if (!blockNumber || !blockTime) return null;
  const terms = await db().terms.findUniqueOrThrow({ where: { id: payment.termsId }, include: { version: true } });
  const grant = await db().grant.findFirst({
    where: { paymentId: payment.id, revokedAt: null },
    orderBy: { downloadUntil: "desc" },
  });
  return {
    paymentId: payment.id,
    fileId: payment.fileId,
    fileName: terms.version.name,
    version: terms.version.number,
    sha256: terms.version.sha256,
    size: Number(terms.version.size),
    price: formatUsd(terms.priceMicroUsd),
    amount: payment.amount,
    network: network.caip2,
    networkName: network.name,
    asset: payment.token,
    symbol: network.token.symbol,
    decimals: network.token.decimals,
    payer: payment.payer,
    payTo: payment.payTo,
    nonce: payment.nonce,
    transaction,
    logIndex,
    transactionUrl: transactionUrl(network, transaction) ?? null,
    blockNumber,
    blockTime: blockTime.toISOString(),
    settledAt: settledAt.toISOString(),
    downloadUntil: grant?.downloadUntil.toISOString() ?? null,
    refundPolicy: terms.refundPolicy as RefundPolicy | null,
    refundNote: terms.refundNote,
    refund: await readRefund(payment, network),
  };
}

async function readRefund({ id, state }: PaymentRow, network: Network): Promise<Receipt["refund"]> {
  if (state !== "refunded") return null;
  const row = await db().refund.findFirst({ where: { paymentId: id, state: "refunded" } });
  if (!row?.transaction || !row.blockTime) return null;
  return {
    amount: row.amount,
    payer: row.payer,
    transaction: row.transaction,
    transactionUrl: transactionUrl(network, row.transaction) ?? null,
    blockTime: row.blockTime.toISOString(),
    endsAccess: row.endsAccess,
  };
}
