import "server-only";
import { getAddress } from "viem";
import { toUnixSeconds } from "@/lib/clock";
import { REFUND_TIMEOUT_SECONDS } from "@/lib/payment-methods/evm/eip3009/payload";
import { requireMayMoveMoney } from "@/lib/restoration/may-move-money";
import { findRefundable } from "./find-refundable";
import type { Refunder } from "./refunder";
import type { RefundParams, RefundStatement } from "./schema";

/**
 * What the seller's or the operator's wallet has to sign: `POST /api/payments/{paymentId}/refund/statement`. Nothing is written yet.
 *
 * @throws AppError `shop_restored`; those of `findRefundable`
 */
export async function startRefund(
  by: Refunder,
  paymentId: string,
  params: RefundParams,
  now: Date,
): Promise<RefundStatement> {
  await requireMayMoveMoney();
  const { network, from, to, amount, nonce } = await findRefundable(by, paymentId, params);
  const { name, version, address } = network.token;
  return {
    domain: { name, version, chainId: network.chainId, verifyingContract: getAddress(address) },
    message: {
      from: getAddress(from),
      to: getAddress(to),
      value: amount.toString(),
      validAfter: "0",
      validBefore: (toUnixSeconds(now) + BigInt(REFUND_TIMEOUT_SECONDS)).toString(),
      nonce,
    },
  };
}
