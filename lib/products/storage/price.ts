/** What keeping a file costs. Pure; runs in browsers too. */

import { MICRO_USD_DECIMALS } from "@/lib/money";

const GB = 1_000_000_000n;
/** The rate is for this many days. */
const RATE_DAYS = 30n;

/**
 * The price of keeping bytes for some days, rounded up once to whole micro-USD.
 *
 * @param of.size bytes
 * @param of.rateMicroUsd for 10^9 bytes and 30 days
 */
export function storagePrice({
  size,
  days,
  rateMicroUsd,
}: {
  size: bigint;
  days: number;
  rateMicroUsd: bigint;
}): bigint {
  const whole = GB * RATE_DAYS;
  return (size * BigInt(days) * rateMicroUsd + whole - 1n) / whole;
}

/** The same on one network: not below its lowest price, and in whole units of its token. */
export function priceOn(
  priceMicroUsd: bigint,
  { lowestMicroUsd, decimals = MICRO_USD_DECIMALS }: { lowestMicroUsd: bigint; decimals?: number },
): bigint {
  const price = priceMicroUsd > lowestMicroUsd ? priceMicroUsd : lowestMicroUsd;
  const unit = 10n ** BigInt(Math.max(0, MICRO_USD_DECIMALS - decimals));
  return ((price + unit - 1n) / unit) * unit;
}
