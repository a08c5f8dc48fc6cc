import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { findNetworkByCaip2 } from "@/lib/payment-methods/evm/chain/find-network";
import type { Address, Network } from "@/lib/payment-methods/evm/chain/networks";
import { readChain } from "@/lib/payment-methods/evm/chain/token";
import { replayKey } from "@/lib/payment-methods/evm/eip3009/authorization";
import { countSpent, findFailedRefunds } from "@/lib/payments/refund";
import { type PaymentRow, paymentState, withOrder } from "@/lib/payments/rows";
import { settings } from "@/lib/settings/settings";
import { refundNonce } from "./refund-nonce";
import { ordersOf, type Refunder, rightsOf } from "./refunder";
import type { RefundParams } from "./schema";

/** A payment that may be refunded, by whom and how much. */
export type Refundable = {
  payment: PaymentRow;
  network: Network;
  /** Lower case. */
  from: Address;
  to: Address;
  amount: bigint;
  nonce: `0x${string}`;
};

/**
 * Finds a payment that its seller may refund, or an operator one for storage that is owed, and what the wallet has to sign
 * for it.
 *
 * @throws AppError `payment_not_found` for a payment of another seller too; `refund_not_possible`, `refund_too_early`,
 *   `invalid_amount`, `chain_unavailable`
 */
export async function findRefundable(by: Refunder, paymentId: string, params: RefundParams): Promise<Refundable> {
  const where = { id: paymentId, direction: "sale", order: ordersOf(by) };
  const payment = await db().transfer.findFirst({ where, include: withOrder });
  if (!payment) throw new AppError("payment_not_found");
  const state = paymentState(payment);
  if (state !== "settled") throw notPossible(state);
  const network = findNetworkByCaip2(payment.network);
  if (!network || !settings().facilitators[network.chainId]) {
    throw new AppError("refund_not_possible", { detail: "Its network is no longer offered here." });
  }
  const from = params.from.toLowerCase() as Address;
  const to = payment.payer as Address;
  const { wallets, most, isExact } = await rightsOf(by, payment, network);
  if (!wallets.includes(from) || from === to) throw notOwn(by);
  const amount = params.amount === undefined ? most : BigInt(params.amount);
  if (amount > most || (isExact && amount < most)) {
    const detail = isExact ? "What is refunded is exactly what is owed." : "A refund is at most what was paid.";
    throw new AppError("invalid_amount", { detail });
  }
  await requireCertain(network, payment);
  return { payment, network, from, to, amount, nonce: await nonceOf(network, payment, from) };
}

/** A payment that a reorganisation may still reverse is not refunded. */
async function requireCertain(network: Network, payment: PaymentRow): Promise<void> {
  if (payment.finalAt !== null) return;
  const latest = await readChain(network, () => publicClient(network.chainId).getBlockNumber({ cacheTime: 0 }));
  if (latest >= BigInt(payment.height ?? 0) + BigInt(network.confirmations)) return;
  throw new AppError("refund_too_early", { headers: { "Retry-After": "30" } });
}

/**
 * The same for every attempt at one payment's refund: the token itself accepts only one of any number of signatures
 * (EIP-3009). Only one that was used up without moving the money is replaced by the next.
 */
async function nonceOf(network: Network, { id, replayKey: sale }: PaymentRow, from: Address) {
  const spent = await countSpent(id, from);
  // As earlier versions made it: an attempt of theirs may still get through.
  const earlier = refundNonce(spent, id);
  const tried = await findFailedRefunds(id, replayKey(network, { from, nonce: earlier }));
  return tried.length > 0 ? earlier : refundNonce(spent, sale);
}

function notOwn({ kind }: Refunder): AppError {
  return new AppError("refund_not_possible", {
    detail:
      kind === "operator"
        ? "Refund from the wallet that storage is paid to: the one that was paid, or STORAGE_PAY_TO."
        : "Refund from your own wallet: the one that was paid, your payout address, or the one that you signed in with.",
  });
}

function notPossible(state: string): AppError {
  const words: Record<string, string> = {
    refunded: "It has already been refunded.",
    reverted: "The network reversed the payment, so there is nothing to refund.",
    failed: "It did not go through, so there is nothing to refund.",
  };
  return new AppError("refund_not_possible", {
    detail: words[state] ?? "It is still being confirmed. Wait until it is.",
  });
}
