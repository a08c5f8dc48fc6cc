import "server-only";
import { systemClock } from "@/lib/clock";
import { methods } from "@/lib/payment-methods/methods";
import type { Offer, PaymentTerms } from "@/lib/payments/ports";
import type { Accepted } from "./reserve-storage";
import type { StorageOffer } from "./sealed-offer";
import { storageRef } from "./storage-ref";

/** The ways to pay an offer of storage, in the order of its networks. Makes no request. */
export function waysToPayStorage({ payee, prices }: Pick<StorageOffer, "payee" | "prices">): PaymentTerms[] {
  const now = systemClock.now();
  return Object.entries(prices).flatMap(([network, priceMicroUsd]) =>
    methods.flatMap((method) => method.terms({ payee, priceMicroUsd, payeeNetworks: [network] }, null, now)),
  );
}

/** An offer of storage as the money core knows it, paid on one network. */
export function offerOnNetwork(details: Accepted, network: string): Offer {
  const { offer } = details;
  const priceMicroUsd = offer.prices[network];
  if (priceMicroUsd === undefined) throw new Error(`The offer ${offer.offerId} cannot be paid on ${network}.`);
  return { ...storageRef(offer), offerId: offer.offerId, sellerId: null, priceMicroUsd, details };
}
