import { queryOptions, useQuery } from "@tanstack/react-query";
import { requestJson } from "@/components/http/request";
import type { ClientConfig } from "@/lib/client-config/schema";
import { priceOn, storagePrice } from "@/lib/products/storage/price";
import type { StorageTerms } from "@/lib/products/storage/schema";
import { daysUntil } from "./days";

const termsQuery = queryOptions({
  queryKey: ["storage-terms"],
  queryFn: ({ signal }) => requestJson<StorageTerms>("/api/storage", { signal }),
  staleTime: 30_000,
});

/** What keeping an upload costs its seller. */
export type StorageCost =
  /** Storage is free here for everybody: there is nothing to say. */
  | { kind: "none" }
  /** The operator keeps this seller's files. */
  | { kind: "free-seller" }
  /** There is free room enough. */
  | { kind: "free-room"; until: Date }
  /** No day was chosen, or the terms are on their way. */
  | { kind: "asking" }
  | { kind: "unknown" }
  /** More days than can be paid for. */
  | { kind: "too-long"; maxDays: number }
  | {
      kind: "price";
      until: Date;
      days: number;
      priceMicroUsd: bigint;
      /** Of 30 days more. */
      moreMicroUsd: bigint;
      /** Nothing less can be paid. */
      isLeast: boolean;
    };

type Options = {
  config: ClientConfig;
  /** Bytes. */
  size: number;
  /** When the days begin. */
  from: Date;
  /** Until when the file has to be kept; null while no day is chosen. */
  until: Date | null;
  /** The seller pays nothing, by the operator's choice. */
  storesFree: boolean;
  /** Without an end date storage is paid for although there is free room. */
  mustPay: boolean;
};

/** What it costs now, as the seller chooses dates. The server says the final price. */
export function useStorageCost(options: Options): StorageCost {
  const { config, storesFree } = options;
  const { data, isError } = useQuery({ ...termsQuery, enabled: config.storage !== null && !storesFree });
  if (!config.storage) return { kind: "none" };
  if (storesFree) return { kind: "free-seller" };
  if (isError) return { kind: "unknown" };
  return data ? costOf(data, options) : { kind: "asking" };
}

/** The cost by the server's terms. Pure. */
export function costOf(terms: StorageTerms, { size, from, until, mustPay }: Omit<Options, "config">): StorageCost {
  if (terms.priceMicroUsd === null) return { kind: "none" };
  if (until === null) return { kind: "asking" };
  if (!mustPay && (terms.freeRoom?.left ?? 0) >= size) return { kind: "free-room", until };
  const days = Math.max(1, daysUntil(from, until));
  if (terms.maxDays !== null && days > terms.maxDays) return { kind: "too-long", maxDays: terms.maxDays };
  const rateMicroUsd = BigInt(terms.priceMicroUsd);
  const exact = storagePrice({ size: BigInt(size), days, rateMicroUsd });
  const least = BigInt(terms.networks[0]?.lowestMicroUsd ?? 0);
  const priceMicroUsd = priceOn(exact, { lowestMicroUsd: least });
  const later = priceOn(storagePrice({ size: BigInt(size), days: days + 30, rateMicroUsd }), { lowestMicroUsd: least });
  return { kind: "price", until, days, priceMicroUsd, moreMicroUsd: later - priceMicroUsd, isLeast: exact <= least };
}
