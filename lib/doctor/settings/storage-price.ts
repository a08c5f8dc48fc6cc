import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { formatUsd } from "@/lib/money";
import { storagePrice } from "@/lib/products/storage/price";

/** Buyers may download for this long after the last sale, at least: shorter storage sells nothing. */
const TO_DOWNLOAD = 30;
/** The days that `STORAGE_PRICE` is for. */
const DAYS = 30;

/** Where storage is paid for: whether its price depends on what is stored, and whether there are days left to sell in. */
export const storagePrices: Check = {
  name: "storage-price",
  run({ settings: { storage, maxFileSize, networks, lowestPrices } }) {
    if (storage === null) return [];
    const findings = [];
    const highest = storagePrice({ size: BigInt(maxFileSize), days: DAYS, rateMicroUsd: storage.rateMicroUsd });
    const lowest = networks.map(({ chainId }) => lowestPrices[chainId] ?? 0n);
    if (lowest.every((price) => highest < price)) {
      findings.push(
        trouble("storage-price-low", {
          about: "STORAGE_PRICE",
          words:
            `Even the largest file that may be sold costs $${formatUsd(highest)} for ${DAYS} days, which is less than can be paid at all: ` +
            "each costs the network's lowest price, small or large.",
          fix: "Raise STORAGE_PRICE, or leave it if one price for all is what you want.",
        }),
      );
    }
    if (storage.maxDays < 2 * TO_DOWNLOAD) {
      findings.push(
        trouble("storage-days-few", {
          about: "STORAGE_MAX_DAYS",
          words:
            `Storage can be paid for at most ${storage.maxDays} days ahead, and buyers may download for ${TO_DOWNLOAD} days: ` +
            `a file stays on sale for ${Math.max(0, storage.maxDays - TO_DOWNLOAD)} days at most.`,
          fix: `Set STORAGE_MAX_DAYS to ${2 * TO_DOWNLOAD} or more.`,
        }),
      );
    }
    return findings.length > 0
      ? findings
      : [fine("storage-price", "Storage has a price that depends on size and time.")];
  },
};
