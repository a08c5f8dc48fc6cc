import "server-only";
import { audit } from "@/lib/audit/audit";
import { SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { orLate, startDeadline } from "@/lib/deadline";
import { AppError } from "@/lib/errors";
import { journaled } from "@/lib/journal/journaled";
import { log } from "@/lib/log";
import { formatAtomic } from "@/lib/money";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { readAuthorizationState, readBalance, readChain } from "@/lib/payment-methods/evm/chain/token";
import { type Eip3009, EMBEDDED, toAuthorization } from "@/lib/payment-methods/evm/eip3009/authorization";
import { checkAuthorization, notSigned } from "@/lib/payment-methods/evm/eip3009/check-locally";
import { configuredFacilitator } from "@/lib/payment-methods/evm/facilitator/configured";
import type { Authorization } from "@/lib/payments/ports";
import { findFailedRefunds, findRefund, type NewRefund, reserveRefund, reviveRefund } from "@/lib/payments/refund";
import type { OrderedTransfer } from "@/lib/payments/rows";
import { settleReserved } from "@/lib/payments/settle";
import { requireMayMoveMoney } from "@/lib/restoration/may-move-money";
import { settings } from "@/lib/settings/settings";
import { shop } from "@/lib/shop/shop";
import { findRefundable, type Refundable } from "./find-refundable";
import { ordersOf, type Refunder } from "./refunder";
import type { RefundView, SignedRefund } from "./schema";
import { toRefundView } from "./view";

/**
 * Refunds a payment: the seller's wallet, or for storage the operator's, has signed an authorization (EIP-3009) to the
 * wallet that paid, in the same token and on the same network, and the configured facilitator settles it, without coins for fees.
 * This server never holds the money. Repeated, it returns the existing refund.
 *
 * Once sent, only the chain decides the outcome (rule 3); `reconcile` checks it.
 *
 * @throws AppError `shop_restored`; those of `findRefundable`; `refund_not_signed`, `refund_unfunded`, `refund_refused`,
 *   `facilitator_unavailable`, `settlements_spent`, `chain_unavailable`: then nothing was sent
 */
export async function refundPayment(
  by: Refunder,
  paymentId: string,
  signed: SignedRefund,
  now: Date,
): Promise<RefundView> {
  const deadline = startDeadline();
  const own = await db().order.count({ where: { id: paymentId, ...ordersOf(by) } });
  const standing = own > 0 ? await findRefund(paymentId) : null;
  if (standing) return toRefundView(standing);
  await requireMayMoveMoney();
  const refundable = await findRefundable(by, paymentId, signed);
  const presented = await check(refundable, presentedOf(refundable, signed), now);
  const { network, from, nonce } = refundable;
  const newest = await readChain(network, () => publicClient(network.chainId).getBlockNumber({ cacheTime: 0 }));
  const authorization = toAuthorization(network, presented);
  if (await readAuthorizationState(network, from, nonce)) return resumeUsed(refundable, authorization, now);
  const { row, isNew } = await reserve(refundable, {
    orderId: paymentId,
    authorization,
    facilitator: configuredFacilitator(network.chainId).name,
    anchor: newest.toString(),
    // What storage is left was shortened when the rest became owed.
    endsEntitlement: by.kind === "seller" && signed.endsAccess,
    now,
  });
  if (isNew) {
    const subject = { kind: "payment", id: paymentId } as const;
    const detail = { refundId: row.id, amount: row.amount, network: row.network };
    const actor = by.kind === "operator" ? by : ({ kind: "seller", account: from } as const);
    await audit(db(), { act: "refund-started", by: actor, subject, detail }, now);
    const settling = settle(row);
    settling.catch((error) => log.warn({ err: error, refundId: row.id }, "a refund was not sent"));
    await orLate(settling, deadline);
  }
  return toRefundView(await db().transfer.findUniqueOrThrow({ where: { id: row.id } }));
}

/** Journaled, because a restored database without this refund would let the seller pay it twice. */
function reserve({ payment }: Refundable, refund: NewRefund): ReturnType<typeof reserveRefund> {
  const { orderId, facilitator, anchor, endsEntitlement, now } = refund;
  const { signature: _, amount, ...signed } = refund.authorization;
  const entry = { kind: "refund", orderId, saleReplayKey: payment.replayKey, ...signed, amount: `${amount}` } as const;
  return journaled({ ...entry, facilitator, anchor, endsEntitlement }, now, () => reserveRefund(refund));
}

function presentedOf({ from, to, amount, nonce }: Refundable, signed: SignedRefund): Eip3009 {
  return {
    from,
    to,
    value: amount,
    validAfter: BigInt(signed.validAfter),
    validBefore: BigInt(signed.validBefore),
    nonce,
    signature: signed.signature,
  };
}

/**
 * Time, signature and balance, before anything is written.
 *
 * @returns the same with its signature in the spelling that is stored and sent
 */
async function check({ network, amount, from }: Refundable, presented: Eip3009, now: Date): Promise<Eip3009> {
  const simulatesAt = configuredFacilitator(network.chainId).name === EMBEDDED ? "pending" : "latest";
  const checked = await readChain(network, () =>
    checkAuthorization(presented, network, { now, deploysFrom: () => null, simulatesAt }),
  );
  if (checked.kind === "refused") {
    const cause =
      checked === notSigned ? "The signature is not this wallet's for this refund. Sign again." : checked.cause;
    throw new AppError("refund_not_signed", { detail: `${cause} Nothing was sent.` });
  }
  const missing = amount - (await readBalance(network, from));
  if (missing <= 0n) return { ...presented, signature: checked.signature };
  const { symbol, decimals } = network.token;
  throw new AppError("refund_unfunded", {
    detail: `Your wallet needs ${formatAtomic(missing, decimals)} more ${symbol} on ${network.name}. Nothing was sent.`,
  });
}

/** A failed refund that got into a block anyway is resumed instead of paid twice. */
async function resumeUsed(
  { payment, network }: Refundable,
  { replayKey }: Authorization,
  now: Date,
): Promise<RefundView> {
  for (const row of await findFailedRefunds(payment.orderId, replayKey)) {
    const truth = await readChain(network, () => shop.method(row.method).readTruth(row));
    if (truth.kind !== "settled" && truth.kind !== "confirming") continue;
    await reviveRefund(row, now);
    return toRefundView(await db().transfer.findUniqueOrThrow({ where: { id: row.id } }));
  }
  throw new AppError("refund_not_possible", {
    detail: "A refund of this payment was signed and used before, as the network shows. Look at your wallet's history.",
  });
}

/** A refund is reported once it is final, which may take minutes: the seller waits only for its block (ms). */
const SHORTLY = 8 * SECOND;

/** Errors tell the seller only what is certain: that nothing was sent. Otherwise the row's state tells. */
async function settle(row: OrderedTransfer): Promise<void> {
  const resource = { url: `${settings().appUrl}/api/payments/${row.orderId}/refund`, mimeType: "application/json" };
  const outcome = await settleReserved(shop, { row, resource, deadline: startDeadline(SHORTLY) });
  if (outcome.kind === "rejected") throw new AppError("refund_refused");
  if (outcome.kind !== "unavailable") return;
  throw new AppError(outcome.code, {
    detail: "The refund cannot be sent right now. Nothing was sent; try again later.",
  });
}
