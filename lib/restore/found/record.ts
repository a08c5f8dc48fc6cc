import "server-only";
import type { UnknownTransfer } from "@/lib/backup/find-unknown";
import { MINUTE, toUnixSeconds } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import type { Line } from "@/lib/journal/entries";
import { networkOf, payerOf, toAuthorization } from "@/lib/payment-methods/evm/eip3009/authorization";
import { giveFoundNow, noteFound } from "@/lib/payments/found-transfers";
import type { Authorization, Offer, Proof } from "@/lib/payments/ports";
import { takeOverRefund } from "@/lib/payments/take-over-refund";
import { replayRefund } from "@/lib/restore/replay/refunds";
import { shop } from "@/lib/shop/shop";
import type { Found } from "./classify";
import type { SoldOffer } from "./sold-offer";

/** How long a block that has just been made is waited for (ms). */
const DEEP_WITHIN = MINUTE;

/**
 * Records the operator's yes, and with it what the chain showed: sales for their payers, refunds as refunds. Safe to repeat.
 *
 * @param lines of the journal: by now it is known of which sales its refunds are, and another facilitator's are not among
 *   those of our gas account
 */
export async function recordYes(found: readonly Found[], lines: readonly Line[], now: Date): Promise<void> {
  const proofs = await proveStorage(found);
  await db().$transaction(async (tx) => {
    for (const [one, proof] of proofs) await recordStorage(tx, one, proof, now);
    for (const one of found) await record(tx, one, now);
    for (const { entry, at } of lines) if (entry.kind === "refund") await replayRefund(tx, entry, new Date(at));
    await tx.restoration.updateMany({ where: { confirmedAt: null }, data: { confirmedAt: now } });
  });
}

async function record(tx: Tx, found: Found, now: Date): Promise<void> {
  if (found.kind === "refund") await recordRefund(tx, found, now);
  if (found.kind !== "sale" && found.kind !== "waiting") return;
  const { transfer, offers, kind } = found;
  const { network, payer: address, transaction } = transfer;
  const payer = payerOf({ caip2: network }, address, "key");
  for (const sold of offers) {
    const offer = toOffer(sold);
    await noteFound(tx, authorizationOf(transfer), {
      ...{ offer, payer, transaction, now },
      waitsForOperator: kind === "waiting",
    });
  }
}

function toOffer({ id: offerId, productKind, productId, sellerId, priceMicroUsd }: SoldOffer): Offer {
  return { offerId, productKind, productId, sellerId, priceMicroUsd };
}

/** What counts at once, or is owed: nobody has to sign for it. */
type Storage = Extract<Found, { kind: "storage" | "owed" }>;

/** @throws Error before anything is recorded, if one is in a block that a reorganisation may still replace */
async function proveStorage(found: readonly Found[]): Promise<Map<Storage, Proof>> {
  const proofs = new Map<Storage, Proof>();
  for (const one of found) {
    if (one.kind !== "storage" && one.kind !== "owed") continue;
    const authorization = authorizationOf(one.transfer);
    const method = shop.method(authorization.method);
    const provable = { ...authorization, amount: authorization.amount.toString(), anchor: method.anchorOfAny };
    const proof = await method.prove(provable, one.transfer.transaction, DEEP_WITHIN);
    if (!proof) throw new Error(`${one.transfer.transaction} is not certain yet. Confirm again in a minute.`);
    proofs.set(one, proof);
  }
  return proofs;
}

async function recordStorage(tx: Tx, { transfer, offers }: Storage, proof: Proof, now: Date): Promise<void> {
  const payer = payerOf({ caip2: transfer.network }, transfer.payer, "key");
  const authorization = authorizationOf(transfer);
  for (const sold of offers) await giveFoundNow(tx, shop, authorization, { offer: toOffer(sold), payer, proof, now });
}

/** If it gave everything back, the seller has hardly left the buyer the file. */
async function recordRefund(tx: Tx, found: Extract<Found, { kind: "refund" }>, now: Date): Promise<void> {
  const { transfer, orderId, saleReplayKey } = found;
  const { signature: _, amount, ...refund } = authorizationOf(transfer);
  const sale = orderId && (await tx.transfer.findUnique({ where: { id: orderId } }));
  const method = shop.method(refund.method);
  await takeOverRefund(tx, {
    ...refund,
    id: newId(),
    orderId: orderId ?? "",
    saleReplayKey,
    amount: amount.toString(),
    anchor: (transfer.blockNumber - 1n).toString(),
    facilitator: method.ownFacilitator,
    endsEntitlement: !sale || sale.amount === amount.toString(),
    now,
  });
}

/** What the payer signed, as far as the chain shows it: the times are those of its block. */
function authorizationOf({ network, payer, payTo, amount, nonce, time }: UnknownTransfer): Authorization {
  return toAuthorization(networkOf({ network }), {
    from: payer as `0x${string}`,
    to: payTo as `0x${string}`,
    value: amount,
    validAfter: 0n,
    validBefore: toUnixSeconds(time) + 1n,
    nonce,
    signature: "0x",
  });
}
