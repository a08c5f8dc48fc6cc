import "server-only";
import { DAY } from "@/lib/clock";
import { wrongField } from "@/lib/errors";
import { ON_SALE_DEFAULT_DAYS, ON_SALE_MAX_DAYS } from "./schema";

/**
 * Parses the end of a sale; 30 days by default.
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
  if (date <= now) throw wrongField("invalid_date", "onSaleUntil", "Choose a date in the future.", "date_past");
  if (date.getTime() > now.getTime() + ON_SALE_MAX_DAYS * DAY) {
    const message = `Choose a date within ${ON_SALE_MAX_DAYS} days. You can extend the sale later.`;
    throw wrongField("invalid_date", "onSaleUntil", message, "date_too_far", { days: ON_SALE_MAX_DAYS });
  }
  return date;
}
