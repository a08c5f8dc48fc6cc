import "server-only";

/** Days that one order paid for. */
export type PaidDays = {
  orderId: string;
  /** `larger` paid for more bytes in days that others had paid for, and adds none. */
  kind: string;
  days: number;
  /** What was paid. */
  priceMicroUsd: bigint;
  /** Those that were taken back before. */
  unusedDays: number | null;
};

/** What is owed for all the unused days of one order. */
export type Owed = { orderId: string; unusedDays: number; owedMicroUsd: bigint };

/**
 * Takes days back from those who paid for them: from the last purchase first, and from the one before once that has none left. Pure.
 *
 * @param purchases the newest first
 * @param days how many are not used
 * @returns those that are owed more than before: `price × unused days / days`, rounded up to whole micro-USD
 */
export function takeBack(purchases: readonly PaidDays[], days: number): Owed[] {
  let later = 0;
  return purchases.flatMap((purchase) => {
    const before = Math.min(purchase.unusedDays ?? 0, purchase.days);
    const left = purchase.days - before;
    const taken = Math.min(Math.max(days - later, 0), left);
    if (purchase.kind !== "larger") later += left;
    return taken > 0 ? [owedFor(purchase, before + taken)] : [];
  });
}

function owedFor({ orderId, priceMicroUsd, days }: PaidDays, unusedDays: number): Owed {
  const whole = BigInt(days);
  return { orderId, unusedDays, owedMicroUsd: (priceMicroUsd * BigInt(unusedDays) + whole - 1n) / whole };
}
