import "server-only";
import { DAY } from "@/lib/clock";
import { wrongField } from "@/lib/errors";
import { displayUsd, formatUsd, MAX_PRICE_MICRO_USD, parseUsd } from "@/lib/money";
import { settings } from "@/lib/settings/settings";
import { ON_SALE_DEFAULT_DAYS, ON_SALE_MAX_DAYS } from "./schema";

/** What a seller may ask for, checked where files are made and changed, whoever calls. */

/**
 * Reads a price into micro-USD. "0" is free, an explicit choice; anything else lies between the operator's lowest price
 * and $10,000.
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

/**
 * Reads until when a file is on sale; 30 days when nothing is said.
 *
 * @throws AppError `invalid_date` when it is no date, past, or more than 365 days away
 */
export function readOnSaleUntil(text: string | undefined, now: Date): Date {
  if (text === undefined) return new Date(now.getTime() + ON_SALE_DEFAULT_DAYS * DAY);
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) {
    const message = "Write the date as ISO 8601, such as 2027-01-31T12:00:00Z.";
    throw wrongField("invalid_date", "onSaleUntil", message, "date_format");
  }
  if (date <= now) throw wrongField("invalid_date", "onSaleUntil", "Choose a date to come.", "date_past");
  if (date.getTime() > now.getTime() + ON_SALE_MAX_DAYS * DAY) {
    const message = `Choose a date within ${ON_SALE_MAX_DAYS} days. You can prolong the sale later.`;
    throw wrongField("invalid_date", "onSaleUntil", message, "date_too_far", { days: ON_SALE_MAX_DAYS });
  }
  return date;
}
