import "server-only";
import { wrongField } from "@/lib/errors";
import { displayUsd, formatUsd, MAX_PRICE_MICRO_USD, parseUsd } from "@/lib/money";
import { settings } from "@/lib/settings/settings";

/**
 * Reads a price into micro-USD. "0" is free, an explicit choice; anything else has to be between the operator's lowest
 * price and $10,000.
 *
 * @throws AppError `invalid_price`
 */
export function readPrice(text: string): bigint {
  const price = parseUsd(text);
  if (price === null) {
    const message = "Write the price as dollars with at most six decimals, such as 0.50.";
    throw wrongField("invalid_price", "price", message, "price_format");
  }
  const { minPriceMicroUsd } = settings();
  if (price > MAX_PRICE_MICRO_USD) {
    const message = `The highest price is ${displayUsd(MAX_PRICE_MICRO_USD)}.`;
    throw wrongField("invalid_price", "price", message, "price_too_high", { price: formatUsd(MAX_PRICE_MICRO_USD) });
  }
  if (price > 0n && price < minPriceMicroUsd) {
    const message = `The lowest price here is ${displayUsd(minPriceMicroUsd)}. Write 0 to give the file away.`;
    throw wrongField("invalid_price", "price", message, "price_too_low", { price: formatUsd(minPriceMicroUsd) });
  }
  return price;
}
