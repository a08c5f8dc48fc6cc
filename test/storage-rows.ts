import { db } from "../lib/db/client";
import { newId } from "../lib/ids";
import { networkOf, payerOf, toAuthorization } from "../lib/payment-methods/evm/eip3009/authorization";
import { proofKey } from "../lib/payments/commit";
import { settings } from "../lib/settings/settings";
import { randomNonce } from "./rows";

export type StorageRow = {
  fileId?: string;
  uploadId?: string;
  kind?: "upload" | "uploaded" | "larger" | "file";
  /** Addresses. */
  payer: string;
  payee: string;
  days?: number;
  microUsd?: bigint;
  at?: Date;
  /** Of the purchase; `reserved`: its money may still move. */
  state?: "paid" | "reserved";
};

/**
 * A payment for storage as it is once the chain has shown it, made by hand: order, transfer and purchase.
 *
 * @returns the id of the order
 */
export async function storagePayment(row: StorageRow): Promise<string> {
  const { fileId = null, uploadId = null, kind = "file", days = 30, microUsd = 300_000n, state = "paid" } = row;
  const [id, requestKey, offerId] = [newId(), newId(), newId()];
  const at = row.at ?? new Date();
  const isPaid = state === "paid";
  const network = networkOf({ network: settings().networks[0]?.caip2 ?? "" });
  const {
    signature: _,
    amount,
    ...authorization
  } = toAuthorization(network, {
    from: row.payer.toLowerCase() as `0x${string}`,
    to: row.payee.toLowerCase() as `0x${string}`,
    value: microUsd,
    validAfter: 0n,
    validBefore: BigInt(Math.floor(at.getTime() / 1_000) + 600),
    nonce: randomNonce(),
    signature: "0x",
  });
  const times = { createdAt: at, updatedAt: at };
  const { account: payer, person } = payerOf(network, row.payer.toLowerCase(), "key");
  const order = { id, productKind: "storage", productId: requestKey, offerId, sellerId: null, priceMicroUsd: microUsd };
  await db().order.create({
    data: { ...order, payer, person, secretHash: id, state: isPaid ? "paid" : "open", paidAt: at, ...times },
  });
  const place = { transaction: randomNonce(), position: "1", height: "1", blockHash: randomNonce(), blockTime: at };
  const proven = { ...place, proofKey: proofKey(network.caip2, place), settledAt: at, finalAt: at };
  const transfer = { id, orderId: id, direction: "sale", anchor: "0", facilitator: "embedded", signature: "" };
  await db().transfer.create({
    data: {
      ...authorization,
      ...transfer,
      amount: `${amount}`,
      state: isPaid ? "settled" : "settling",
      ...(isPaid ? proven : {}),
      ...times,
    },
  });
  const target = { fileId, uploadId };
  await db().storagePurchase.create({
    data: { orderId: id, offerId, state, kind, size: 1_000_000n, days, ...target, createdAt: at },
  });
  return id;
}
