import "server-only";
import type { PaymentRequirements } from "@x402/core/types";
import { getAddress } from "viem";
import { systemClock } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { orLate, startDeadline } from "@/lib/deadline";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/log";
import { formatAtomic } from "@/lib/money";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { readAuthorizationState, readBalance, readChain } from "@/lib/payment-methods/evm/chain/token";
import { checkAuthorization } from "@/lib/payment-methods/evm/eip3009/check-locally";
import { configuredFacilitator } from "@/lib/payment-methods/evm/facilitator/configured";
import { isFacilitatorUnavailable } from "@/lib/payment-methods/evm/facilitator/facilitator";
import { EMBEDDED } from "@/lib/payments/ledger/ledger";
import type { PresentedPayment } from "@/lib/protocols/x402/decode-payment";
import { paymentPayload } from "@/lib/protocols/x402/payment-payload";
import { settings } from "@/lib/settings/settings";
import { findRefundable, type Refundable } from "./find-refundable";
import { proveRefund, proveSentRefund } from "./prove-refund";
import { failRefund, findExisting, markConfirming, type RefundRow, reserveRefund, reviveRefund } from "./refund-ledger";
import type { RefundView, SignedRefund } from "./schema";
import { toRefundView } from "./view";

/**
 * Refunds a payment: the seller's wallet has signed an authorization (EIP-3009) to the wallet that paid, in the same
 * token and on the same network, and the configured facilitator settles it, so that the seller needs no coins for fees.
 * This server never holds the money. Repeated, it returns the existing refund.
 *
 * Once sent, only the chain decides the outcome (rule 3); `reconcileRefunds` checks it.
 *
 * @throws AppError those of `findRefundable`; `refund_not_signed`, `refund_unfunded`, `refund_refused`,
 *   `facilitator_unavailable`, `settlements_spent`, `chain_unavailable`: then nothing was sent
 */
export async function refundPayment(
  sellerId: string,
  paymentId: string,
  signed: SignedRefund,
  now: Date,
): Promise<RefundView> {
  const deadline = startDeadline();
  const own = await db().payment.count({ where: { id: paymentId, sellerId: sellerId } });
  const standing = own > 0 ? await findExisting(paymentId) : null;
  if (standing) return toRefundView(standing);
  const refundable = await findRefundable(sellerId, paymentId, signed);
  const presented = presentedOf(refundable, signed);
  await check(refundable, presented, now);
  const { network, from, nonce } = refundable;
  const reservedAtBlock = await readChain(network, () =>
    publicClient(network.chainId).getBlockNumber({ cacheTime: 0 }),
  );
  if (await readAuthorizationState(network, from, nonce)) return resumeUsedAuthorizations(refundable, now);
  const facilitator = configuredFacilitator(network.chainId);
  const { row, isNew } = await reserveRefund(refundable, signed, {
    facilitator: facilitator.name,
    reservedAtBlock,
    now,
  });
  if (isNew) {
    const settling = settle(row, refundable, presented, sellerId);
    settling.catch((error) => log.warn({ err: error, refundId: row.id }, "a refund was not sent"));
    await orLate(settling, deadline);
  }
  return toRefundView(await db().refund.findUniqueOrThrow({ where: { id: row.id } }));
}

function presentedOf({ from, to, amount, nonce, network }: Refundable, signed: SignedRefund): PresentedPayment {
  return {
    resourceUrl: undefined,
    accepted: { scheme: "exact", network: network.caip2, asset: network.token.address, amount: `${amount}`, payTo: to },
    offerId: undefined,
    fileVersion: undefined,
    refundTerms: undefined,
    signature: signed.signature.toLowerCase() as `0x${string}`,
    from,
    to,
    value: amount,
    validAfter: BigInt(signed.validAfter),
    validBefore: BigInt(signed.validBefore),
    nonce,
    identifier: null,
  };
}

/** Time, signature and balance, before anything is written. */
async function check({ network, amount, from }: Refundable, presented: PresentedPayment, now: Date): Promise<void> {
  const checked = await readChain(network, () =>
    checkAuthorization(presented, network, { now, deploysFrom: () => null }),
  );
  if (checked.kind === "refused") {
    throw new AppError("refund_not_signed", {
      detail: "The signature is not this wallet's for this refund, or it has expired. Sign again. Nothing was sent.",
      cause: checked.detail,
    });
  }
  const missing = amount - (await readBalance(network, from));
  if (missing <= 0n) return;
  const { symbol, decimals } = network.token;
  throw new AppError("refund_unfunded", {
    detail: `Your wallet needs ${formatAtomic(missing, decimals)} more ${symbol} on ${network.name}. Nothing was sent.`,
  });
}

/** A failed refund that got into a block anyway is resumed instead of paid twice. */
async function resumeUsedAuthorizations({ payment, network, from, nonce }: Refundable, now: Date): Promise<RefundView> {
  const rows = await db().refund.findMany({
    where: { paymentId: payment.id, chainId: network.chainId, payer: from, nonce, state: "failed" },
  });
  for (const row of rows) {
    const truth = await readChain(network, () => proveRefund(network, row));
    if (truth.kind !== "settled" && truth.kind !== "confirming") continue;
    await reviveRefund(row, now);
    return toRefundView(await db().refund.findUniqueOrThrow({ where: { id: row.id } }));
  }
  throw new AppError("refund_not_possible", {
    detail: "A refund of this payment was signed and used before, as the network shows. Look at your wallet's history.",
  });
}

/** From here on errors only tell the seller the state of the row: money may be moving. */
async function settle(row: RefundRow, refundable: Refundable, presented: PresentedPayment, sellerId: string) {
  const facilitator = configuredFacilitator(refundable.network.chainId);
  const requirements = requirementsOf(refundable);
  const url = `${settings().appUrl}/api/payments/${row.paymentId}/refund`;
  const payload = paymentPayload(presented, requirements, { url, mimeType: "application/json" });
  try {
    const verified = await facilitator.verify(payload, requirements);
    if (!verified.valid) {
      log.warn({ refundId: row.id, reason: verified.reason }, "a refund was not verified");
      return giveUp(row, verified.reason, new AppError("refund_refused"));
    }
  } catch (error) {
    log.error({ err: error, refundId: row.id }, "a refund could not be verified");
    return giveUp(row, "not_verified", unavailable(error));
  }
  if (!(await markConfirming(row, systemClock.now()))) return;
  try {
    const purpose = { paymentId: row.paymentId, sellerId, kind: "refund" } as const;
    const settled = await facilitator.settle(payload, requirements, purpose);
    if (settled.kind === "wallet-unsupported" || !settled.transaction) return;
    await db().refund.updateMany({
      where: { id: row.id, state: "confirming" },
      data: { transaction: settled.transaction },
    });
    const sent = { ...row, transaction: settled.transaction };
    if (settled.kind === "settled") await proveSentRefund(refundable.network, sent);
    else await proveRefund(refundable.network, sent, { commit: true });
  } catch (error) {
    log.error({ err: error, refundId: row.id }, "a refund could not be settled");
    if (isFacilitatorUnavailable(error)) return giveUp(row, "not_settled", unavailable(error));
  }
}

/**
 * Nothing was sent, which only our own facilitator can know for certain: then the seller may try again. One that
 * another facilitator has seen stays until the chain shows it used or expired.
 */
async function giveUp(row: RefundRow, reason: string, why: AppError): Promise<void> {
  if (row.facilitator !== EMBEDDED) return;
  if (await failRefund(row, reason.slice(0, 100), systemClock.now(), true)) throw why;
}

function unavailable(error: unknown): AppError {
  const code = isFacilitatorUnavailable(error) ? error.code : "facilitator_unavailable";
  return new AppError(code, { detail: "The refund cannot be sent right now. Nothing was sent; try again later." });
}

function requirementsOf({ network, to, amount }: Refundable): PaymentRequirements {
  const { name, version, address } = network.token;
  return {
    scheme: "exact",
    network: network.caip2,
    asset: getAddress(address),
    amount: amount.toString(),
    payTo: getAddress(to),
    maxTimeoutSeconds: 600,
    extra: { name, version },
  };
}
