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
 * Finds a payment that its seller may refund, and what the seller's wallet has to sign for it.
 *
 * @throws AppError `payment_not_found` for a payment of another seller too; `refund_not_possible`, `refund_too_early`,
 *   `invalid_amount`, `chain_unavailable`
 */
export async function findRefundable(sellerId: string, paymentId: string, params: RefundParams): Promise<Refundable> {
  const where = { id: paymentId, direction: "sale", order: { sellerId } };
  const payment = await db().transfer.findFirst({ where, include: withOrder });
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!payment || !seller) throw new AppError("payment_not_found");
  const state = paymentState(payment);
  if (state !== "settled") throw notPossible(state);
  const network = findNetworkByCaip2(payment.network);
  if (!network || !settings().facilitators[network.chainId]) {
    throw new AppError("refund_not_possible", { detail: "Its network is no longer offered here." });
  }
  const from = params.from.toLowerCase() as Address;
  const to = payment.payer as Address;
  if (![payment.payee, seller.payTo, seller.address].includes(from) || from === to) {
    throw new AppError("refund_not_possible", {
      detail:
        "Refund from your own wallet: the one that was paid, your payout address, or the one that you signed in with.",
    });
  }
  const amount = BigInt(params.amount ?? payment.amount);
  if (amount > BigInt(payment.amount)) {
    throw new AppError("invalid_amount", { detail: "A refund is at most what was paid." });
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
