import "server-only";
import { db } from "@/lib/db/client";
import { formatUsd } from "@/lib/money";
import { readFreeRoom } from "@/lib/quota/free-room";
import { settings } from "@/lib/settings/settings";
import type { StorageTerms } from "./schema";

const free = { price: null, priceMicroUsd: null, payTo: null, maxDays: null, freeRoom: null } as const;

/** What storage costs here: `GET /api/storage`. */
export async function storageTerms(): Promise<StorageTerms> {
  const { storage, networks, lowestPrices } = settings();
  const offered = networks.map(({ caip2, name, chainId, token }) => ({
    network: caip2,
    networkName: name,
    symbol: token.symbol,
    lowestMicroUsd: (lowestPrices[chainId] ?? 0n).toString(),
  }));
  if (storage === null) return { ...free, networks: offered };
  const { rateMicroUsd, payTo, maxDays, freeRoom } = storage;
  return {
    price: formatUsd(rateMicroUsd),
    priceMicroUsd: rateMicroUsd.toString(),
    payTo,
    maxDays,
    freeRoom: { total: freeRoom, left: Number(await readFreeRoom(db())) },
    networks: offered,
  };
}
