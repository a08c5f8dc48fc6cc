import "server-only";
import { DAY } from "../clock";
import { settings } from "../env";
import { AppError } from "../errors";
import { displayUsd, MAX_PRICE_MICRO_USD, parseUsd } from "../money";
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
  if (price === null) throw wrongPrice("Write the price as dollars with at most six decimals, such as 0.50.");
  const { minPriceMicroUsd } = settings();
  if (price > MAX_PRICE_MICRO_USD) throw wrongPrice(`The highest price is ${displayUsd(MAX_PRICE_MICRO_USD)}.`);
  if (price > 0n && price < minPriceMicroUsd) {
    throw wrongPrice(`The lowest price here is ${displayUsd(minPriceMicroUsd)}. Write 0 to give the file away.`);
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
  if (Number.isNaN(date.getTime())) throw wrongDate("Write the date as ISO 8601, such as 2027-01-31T12:00:00Z.");
  if (date <= now) throw wrongDate("Choose a date to come.");
  if (date.getTime() > now.getTime() + ON_SALE_MAX_DAYS * DAY) {
    throw wrongDate(`Choose a date within ${ON_SALE_MAX_DAYS} days. You can prolong the sale later.`);
  }
  return date;
}

function wrongPrice(message: string): AppError {
  return new AppError("invalid_price", { detail: message, members: { errors: [{ field: "price", message }] } });
}

function wrongDate(message: string): AppError {
  return new AppError("invalid_date", { detail: message, members: { errors: [{ field: "onSaleUntil", message }] } });
}
