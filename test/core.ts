import { db } from "../lib/db/client";
import { hashSecret } from "../lib/ids";
import { payerOf } from "../lib/payment-methods/evm/eip3009/authorization";
import { tendGasTransactions as tend } from "../lib/payment-methods/evm/gas/tend-transactions";
import { isStillWanted, moveTransfer, orderAfter } from "../lib/payments/ledger";
import { pruneFailed as prune } from "../lib/payments/prune-failed";
import { recheckSettlements as recheck } from "../lib/payments/recheck";
import { reconcile } from "../lib/payments/reconcile";
import { reserve } from "../lib/payments/reserve";
import type { PaymentRow } from "../lib/payments/rows";
import type { PaymentState } from "../lib/payments/schema";
import { watchReleased as watch } from "../lib/payments/watch-released";
import { offerOf } from "../lib/products/files/file-ref";
import { findFile } from "../lib/products/files/find-file";
import { readPayment } from "../lib/shop/purchase/read-payment";
import { shop } from "../lib/shop/shop";
import type { TestChain } from "./chain";
import type { SignedPayment } from "./sign-payment";

/** The core's jobs as the program runs them: with this shop's products and payment methods. */

export const reconcilePayments = (now: Date) => reconcile(shop, now);
export const watchReleased = (now: Date) => watch(shop, now);
export const recheckSettlements = (now: Date) => recheck(shop, now);
export const pruneFailed = (now: Date) => prune(shop, now);
export const tendGasTransactions = (now: Date) => tend(isStillWanted, now);

/** The payments for a file. */
export const paidFor = (fileId: string) => ({ direction: "sale", order: { productId: fileId } });

/** Puts payments into a state, as a crash or another process would have left them: the transfer and its order. */
export async function setState(where: { id: string } | { fileId: string }, state: PaymentState): Promise<void> {
  const found = "id" in where ? { id: where.id } : paidFor(where.fileId);
  const rows = await db().transfer.findMany({ where: { direction: "sale", ...found }, include: { order: true } });
  for (const { id, order } of rows) {
    await db().transfer.update({ where: { id }, data: { state: state === "refunded" ? "settled" : state } });
    const keys = { accountKey: `file:${order.productId}:${order.payer}`, personKey: null };
    const { accountKey, personKey } = state === "failed" ? { accountKey: null, personKey: null } : keys;
    const { state: orderState } = orderAfter({ to: state, now: order.updatedAt });
    await db().order.update({ where: { id }, data: { state: orderState, accountKey, personKey } });
  }
}

type Left = { claimToken: string; facilitator?: { name: string; signers: readonly string[] }; now?: Date };

/** Reserves a plain key's payment as a request does that then crashes, before anything is sent to anybody. */
export async function leaveReserved(
  chain: TestChain,
  fileId: string,
  paid: SignedPayment,
  { claimToken, facilitator, now = new Date() }: Left,
): Promise<PaymentRow> {
  const file = await findFile(fileId);
  if (!file) throw new Error("no such file");
  const { authorization } = readPayment(paid.header);
  if (!authorization) throw new Error("not on this chain");
  const reserved = await reserve(shop, {
    offer: offerOf(file.terms, file.sellerId),
    authorization,
    payer: payerOf(chain.network, authorization.payer, "key"),
    facilitator: facilitator ?? { name: "embedded", signers: [chain.accounts.gas.address.toLowerCase()] },
    identifierHash: null,
    secretHash: hashSecret(claimToken),
    isSecretChosen: true,
    anchor: BigInt(await chain.rpc<string>("eth_blockNumber")).toString(),
    now,
  });
  if (reserved.kind !== "reserved") throw new Error(`not reserved: ${reserved.kind}`);
  return reserved.payment;
}

/** The same after a crash between sending the payment and the response. */
export async function leaveUnknown(
  chain: TestChain,
  fileId: string,
  paid: SignedPayment,
  left: Left,
): Promise<PaymentRow> {
  const row = await leaveReserved(chain, fileId, paid, left);
  const now = new Date();
  await moveTransfer(row, ["reserved"], { to: "settling", now });
  await moveTransfer(row, ["settling"], { to: "unknown", reason: "crash", now });
  return row;
}
