/**
 * Money is integers. A price is kept in micro-USD (1 USD = 1,000,000), an amount on chain in the token's atomic
 * units. Nothing here touches a floating-point number.
 */

export const MICRO_USD_DECIMALS = 6;
export const MAX_PRICE_MICRO_USD = 10_000n * 1_000_000n;

const decimalPattern = /^(0|[1-9]\d{0,8})(?:\.(\d{1,6}))?$/;

/**
 * Reads a price such as "0.50" into micro-USD.
 *
 * @param text a decimal string of USD with at most six decimals; no sign, exponent, spaces or leading zeros
 * @returns micro-USD, or `null` when the text is no such number ("-1", "1e-9", "1e30", "abc", "", ".5")
 */
export function parseUsd(text: string): bigint | null {
  const match = decimalPattern.exec(text);
  if (!match) return null;
  const [, whole = "0", fraction = ""] = match;
  return BigInt(whole) * 1_000_000n + BigInt(fraction.padEnd(MICRO_USD_DECIMALS, "0"));
}

/** Writes micro-USD as an exact decimal string with at least two decimals: 500000n → "0.50", 1234567n → "1.234567". */
export function formatUsd(microUsd: bigint): string {
  return formatAtomic(microUsd, MICRO_USD_DECIMALS);
}

/** Writes micro-USD as people read it: "$0.50", "$1,234.50". Exact, never rounded. */
export function displayUsd(microUsd: bigint): string {
  const [whole = "0", fraction = "00"] = formatUsd(microUsd).split(".");
  return `$${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",")}.${fraction}`;
}

/**
 * Writes atomic units of a token as an exact decimal string with at least two decimals. Three after up to three digits become four
 * ("1.2340"): elsewhere a point before three digits separates thousands, and `readNumber` would ask.
 */
export function formatAtomic(amount: bigint, decimals: number): string {
  const negative = amount < 0n;
  const digits = (negative ? -amount : amount).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits
    .slice(digits.length - decimals)
    .replace(/0+$/, "")
    .padEnd(2, "0");
  const clear = fraction.length === 3 && whole !== "0" && whole.length <= 3 ? `${fraction}0` : fraction;
  return `${negative ? "-" : ""}${whole}.${clear}`;
}

/** Converts atomic units of a dollar token to micro-USD, rounded down. */
export function atomicToMicroUsd(amount: bigint, decimals: number): bigint {
  if (decimals >= MICRO_USD_DECIMALS) return amount / 10n ** BigInt(decimals - MICRO_USD_DECIMALS);
  return amount * 10n ** BigInt(MICRO_USD_DECIMALS - decimals);
}

/**
 * Converts micro-USD to atomic units of a dollar token.
 *
 * @throws RangeError when the token has fewer decimals than the price needs (nothing is ever rounded)
 */
export function microUsdToAtomic(microUsd: bigint, decimals: number): bigint {
  if (decimals >= MICRO_USD_DECIMALS) return microUsd * 10n ** BigInt(decimals - MICRO_USD_DECIMALS);
  const divisor = 10n ** BigInt(MICRO_USD_DECIMALS - decimals);
  if (microUsd % divisor !== 0n) throw new RangeError("The price is finer than the token's smallest unit.");
  return microUsd / divisor;
}
