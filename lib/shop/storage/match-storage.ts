import "server-only";
import { displayUsd } from "@/lib/money";
import type { Authorization, PaymentTerms } from "@/lib/payments/ports";
import type { StorageOffer } from "@/lib/products/storage/sealed-offer";
import type { Wanted } from "@/lib/products/storage/storage-ref";
import { waysToPayStorage } from "@/lib/products/storage/ways-to-pay-storage";
import { readNamedResource } from "@/lib/protocols/x402/storage-challenge";
import { type Mismatch, matchWays, mismatch, networksIn } from "@/lib/shop/purchase/match-way";
import type { Presented } from "@/lib/shop/purchase/read-payment";
import { storageUrl } from "./storage-url";

type StorageMatch = { kind: "match"; offer: StorageOffer; way: PaymentTerms; authorization: Authorization } | Mismatch;

/**
 * Whether a payment pays the offer that it names, and that offer is for this request. Payee, networks and amounts are those that
 * were sealed, whatever the operator has changed since (rule 11a).
 *
 * @param offer null when the payment names none that this server made
 */
export function matchStorage(wanted: Wanted, offer: StorageOffer | null, payment: Presented): StorageMatch {
  const { resourceUrl } = payment;
  if (resourceUrl !== undefined && readNamedResource(resourceUrl)?.url !== storageUrl(wanted)) {
    return mismatch("resource_mismatch", "The payment names another resource than what is to be kept.");
  }
  if (offer === null) return mismatch("storage_offer_refused", "The payment names no offer that this server made.");
  if (offer.requestKey !== wanted.requestKey) {
    return mismatch("storage_offer_refused", "The payment names an offer for another request.");
  }
  const ways = waysToPayStorage(offer);
  const price = offer.prices[payment.accepted.network] ?? Object.values(offer.prices)[0] ?? 0n;
  const words = {
    thing: "offer",
    payee: "the operator of this server",
    price: `The price is ${displayUsd(price)}`,
    networks: networksIn(ways),
  };
  const matched = matchWays(
    ways.map((way) => ({ way })),
    payment,
    words,
  );
  if (matched.kind === "mismatch") return matched;
  const [paid] = matched.paid;
  if (!paid) throw new Error("A match without a way to pay.");
  return { kind: "match", offer, way: paid.way, authorization: matched.authorization };
}
