import "server-only";
import { db } from "@/lib/db/client";
import { inTime, orLate } from "@/lib/deadline";
import { log } from "@/lib/log";
import { isExplained, noteFound } from "@/lib/payments/found-transfers";
import { noteOffer } from "@/lib/products/storage/note-offer";
import type { StorageOffer } from "@/lib/products/storage/sealed-offer";
import type { Wanted } from "@/lib/products/storage/storage-ref";
import { offerOnNetwork, waysToPayStorage } from "@/lib/products/storage/ways-to-pay-storage";
import { notSeenYet, type When } from "@/lib/shop/purchase/explain-use";
import { isSigned, type Presented, type Signed } from "@/lib/shop/purchase/read-payment";
import { rejectStorage } from "./offer-storage";
import type { StorageOutcome } from "./outcome";

/**
 * Explains an authorization that has no hold here and that the chain shows as used, such as after an older copy of the
 * database was restored. If our gas account settled it for the very offer that is shown with it, it is recorded, and its payer
 * gets what was paid for by a fresh authorization.
 *
 * @returns null for one that is unused, or that its payer never signed
 */
export async function explainStorageUse(
  wanted: Wanted,
  presented: Presented,
  offer: StorageOffer | null,
  when: When,
): Promise<StorageOutcome | null> {
  if (!isSigned(presented)) return null;
  const { method, authorization } = presented;
  if (!method.readableNetworks().includes(authorization.network)) return null;
  if (!when.isUsed && !(await inTime(method.isSignedAndUsed(authorization), when.deadline))) return null;
  // From here on money has moved, or may have: no error may claim anything about charges.
  const explained = orLate(explainUsed(wanted, presented, offer, when), when.deadline);
  return (
    (await explained.catch((error: unknown) => {
      log.error({ err: error }, "what used an authorization for storage up could not be read");
      return null;
    })) ?? notSeenYet
  );
}

async function explainUsed(
  wanted: Wanted,
  presented: Signed,
  offer: StorageOffer | null,
  { deadline, now }: When,
): Promise<StorageOutcome> {
  const { method, authorization } = presented;
  const fits = offer !== null && isPaidBy(offer, presented);
  const use = await method.findUse(authorization, { fits, deadline, now });
  if (use === null) return notSeenYet;
  if (use.kind === "cancelled") {
    const detail = "This authorization was cancelled by its wallet. Nothing was charged.";
    return rejectStorage(wanted, { code: "nonce_already_used", detail }, now);
  }
  if (use.kind === "otherwise") {
    const detail = `This authorization was used before, for a transfer other than the one it names (transaction ${use.transaction}).`;
    return rejectStorage(wanted, { code: "nonce_already_used", detail }, now);
  }
  const { proof, payer, isOurs, offerId } = use;
  if (await isExplained(db(), authorization, proof))
    return { ...known, detail: "It belongs to another purchase here." };
  if (!fits || !isOurs || offerId !== offer.offerId) return unrecorded;
  if (!(await method.isDeepEnough(authorization, proof))) return notSeenYet;
  const [priceMicroUsd = 0n] = Object.values(offer.prices);
  await noteOffer(db(), { offer, name: wanted.name, priceMicroUsd }, now);
  const { details: _, ...sold } = offerOnNetwork({ offer, name: wanted.name, parts: new Map() }, authorization.network);
  await noteFound(db(), authorization, { offer: sold, payer, transaction: proof.transaction, now });
  return {
    ...known,
    detail: "This server has no record of it. Send the same request with a new signature: nothing more is charged.",
  };
}

function isPaidBy(offer: StorageOffer, { method, authorization }: Signed): boolean {
  const { network, asset, payee, amount } = authorization;
  return waysToPayStorage(offer).some(
    (way) =>
      way.network === network &&
      method.canonical(way.asset) === asset &&
      method.canonical(way.payee) === payee &&
      way.amount === amount,
  );
}

const known = { kind: "payment-known", code: "payment_known", paymentId: null } as const;
const unrecorded: StorageOutcome = {
  kind: "payment-known",
  code: "payment_unrecorded",
  paymentId: null,
  detail:
    "The network shows this payment, and this server has no record of what it bought. Write to the operator and name the transaction; do not pay again.",
};
