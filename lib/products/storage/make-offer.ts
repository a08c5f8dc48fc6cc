import "server-only";
import { MINUTE } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";
import { priceOn, storagePrice } from "./price";
import { type StorageOffer, sealOffer } from "./sealed-offer";
import type { Wanted } from "./storage-ref";

/** Rule 11a: an offer ends within 10 minutes. Milliseconds. */
const OFFER_TTL = 10 * MINUTE;

/**
 * What storage costs here. Sellers whom the operator named pay nothing; that is decided elsewhere.
 *
 * @throws AppError `storage_is_free`
 */
export function requirePaidStorage() {
  const { storage } = settings();
  if (storage === null) throw new AppError("storage_is_free");
  return storage;
}

/**
 * Offers to keep something, at the price of now on each network of this server.
 *
 * @throws AppError `storage_is_free`
 */
export function makeOffer(wanted: Wanted, now: Date): { sealed: string; offer: StorageOffer } {
  const { rateMicroUsd, payTo } = requirePaidStorage();
  const { kind, targetId, fileId, size, days, requestKey } = wanted;
  const price = storagePrice({ size, days, rateMicroUsd });
  const { networks, lowestPrices } = settings();
  const prices = Object.fromEntries(
    networks.map(({ caip2, chainId, token }) => {
      const lowest = lowestPrices[chainId] ?? 0n;
      return [caip2, priceOn(price, { lowestMicroUsd: lowest, decimals: token.decimals })];
    }),
  );
  const endsAt = new Date(now.getTime() + OFFER_TTL);
  return sealOffer({ kind, targetId, fileId, size, days, requestKey, payee: payTo, prices, endsAt });
}
