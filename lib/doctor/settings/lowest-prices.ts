import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { formatUsd, parseUsd } from "@/lib/money";
import { table } from "@/lib/settings/table/table";

/** Where this server pays the fees: whether the cheapest file earns less than its settlement may cost. */
export const lowestPrices: Check = {
  name: "lowest-prices",
  run({ settings: { networks, facilitators, lowestPrices } }) {
    const low = networks.filter(({ chainId, testnet, lowestPrice = table.MIN_PRICE.default }) => {
      const paysFees = facilitators[chainId]?.kind === "embedded" && !testnet;
      return paysFees && (lowestPrices[chainId] ?? 0n) < (parseUsd(lowestPrice) ?? 0n);
    });
    if (low.length === 0) return [fine("lowest-prices", "No file may be sold for less than its settlement costs.")];
    return low.map(({ name, chainId, lowestPrice = table.MIN_PRICE.default }) =>
      trouble("min-price-below-cost", {
        about: "MIN_PRICE",
        words:
          `Files may be sold for $${formatUsd(lowestPrices[chainId] ?? 0n)} on ${name}. The settlement, which you pay, can cost ` +
          `about $${lowestPrice} there when fees are high.`,
        fix: `Remove ${chainId} from MIN_PRICE, or set it to at least ${chainId}:${lowestPrice}.`,
      }),
    );
  },
};
