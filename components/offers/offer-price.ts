import { decimalText, formatMoney } from "@/components/ui/format";
import type { Locale } from "@/lib/i18n/locales";
import { formatAtomic, MICRO_USD_DECIMALS } from "@/lib/money";
import type { Offer } from "@/lib/offers/schema";

/** An offer's price for display, exact: "$0.50", "1 234,50 $". One token of an offer is one dollar. */
export function offerPrice({ amount, decimals }: Pick<Offer, "amount" | "decimals">, locale: Locale): string {
  // Prices have no more digits than micro-USD, and offers exist only where the token has as many (`offersFor`).
  const shift = 10n ** BigInt(Math.abs(decimals - MICRO_USD_DECIMALS));
  const microUsd = decimals < MICRO_USD_DECIMALS ? BigInt(amount) * shift : BigInt(amount) / shift;
  return formatMoney(microUsd, locale);
}

/** An amount of the token for display, exact: "0.15", in French "0,15". */
export function tokenAmount(atomic: bigint, decimals: number, locale: Locale): string {
  return decimalText(formatAtomic(atomic, decimals), locale);
}
