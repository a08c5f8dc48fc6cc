import { setTimeout as sleep } from "node:timers/promises";
import { authorizationTypes } from "@x402/evm";
import type { Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { Refused } from "@/commands/pay/refused";
import type { ShopSession } from "@/commands/shop-session";
import { MINUTE, SECOND } from "@/lib/clock";
import type { RefundStatement } from "@/lib/refunds/schema";
import type { Sale, SalesPage } from "@/lib/sellers/schema";

/** Networks are certain of a block after half a minute to a quarter of an hour, and both transfers wait for that (ms). */
const PATIENCE = 45 * MINUTE;
const POLL = 3 * SECOND;
/** So often a request may fail before it is given up. */
const ATTEMPTS = 3;

/** A sale of the test seller, and why its money did not go back: null if it did, or if none was paid. */
export type RefundEnd = { sale: Sale; problem: string | null };

/**
 * Refunds every sale of the test seller as soon as the network is certain of it, those of interrupted runs included. The
 * buyer's access ends with it.
 *
 * @throws Refused, the connection's error
 */
export async function refundAll(session: ShopSession, seller: PrivateKeyAccount): Promise<RefundEnd[]> {
  const failures = new Map<string, string[]>();
  const isGivenUp = ({ paymentId }: Sale) => (failures.get(paymentId)?.length ?? 0) >= ATTEMPTS;
  for (const start = performance.now(); ; await sleep(POLL)) {
    const sales = await readSales(session);
    for (const sale of sales.filter((one) => isRefundable(one) && !isGivenUp(one))) {
      const failure = await refund(session, seller, sale);
      if (failure) failures.set(sale.paymentId, [...(failures.get(sale.paymentId) ?? []), failure]);
    }
    const isLate = performance.now() - start > PATIENCE;
    if (!isLate && sales.some((sale) => isOpen(sale) && !isGivenUp(sale))) continue;
    return sales.map((sale) => {
      const [failure = "the network is not certain of it yet"] = failures.get(sale.paymentId) ?? [];
      return { sale, problem: isOpen(sale) ? failure : null };
    });
  }
}

async function readSales(session: ShopSession): Promise<Sale[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await session.json<SalesPage>("GET", "/api/sales")).sales;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await sleep(POLL);
    }
  }
}

function isOpen({ state, refund }: Sale): boolean {
  return refund?.state !== "refunded" && ["settled", "settling", "unknown"].includes(state);
}

function isRefundable({ state, refund }: Sale): boolean {
  return state === "settled" && (refund === null || refund.state === "failed");
}

/** @returns why it failed; null if it is on its way, or the network is not certain of the sale yet */
async function refund(session: ShopSession, seller: PrivateKeyAccount, sale: Sale): Promise<string | null> {
  const path = `/api/payments/${sale.paymentId}/refund`;
  const from = seller.address;
  try {
    const statement = await session.json<RefundStatement>("POST", `${path}/statement`, { from });
    const { validAfter, validBefore } = statement.message;
    const signature = await sign(seller, sale, statement);
    await session.json("POST", path, { from, validAfter, validBefore, signature, endsAccess: true });
    return null;
  } catch (error) {
    if (error instanceof Refused && error.code === "refund_too_early") return null;
    return error instanceof Error ? error.message : String(error);
  }
}

/** EIP-712 over EIP-3009. To whom and how much: by the sale, whatever the statement says. */
function sign(seller: PrivateKeyAccount, { payer, paid }: Sale, { domain, message }: RefundStatement): Promise<Hex> {
  return seller.signTypedData({
    domain: { ...domain, verifyingContract: domain.verifyingContract as Hex },
    types: authorizationTypes,
    primaryType: "TransferWithAuthorization",
    message: {
      from: seller.address,
      to: payer as Hex,
      value: BigInt(paid.amount),
      validAfter: BigInt(message.validAfter),
      validBefore: BigInt(message.validBefore),
      nonce: message.nonce as Hex,
    },
  });
}
