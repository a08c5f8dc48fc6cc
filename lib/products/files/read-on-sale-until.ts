import "server-only";
import { DAY } from "@/lib/clock";
import { type AppError, wrongField } from "@/lib/errors";
import { ON_SALE_MAX_DAYS } from "./schema";

/**
 * Parses the end of a sale. How far away it may be depends on who pays for its storage (`requireCovered`).
 *
 * @returns null for a sale without an end, undefined if nothing was said
 * @throws AppError `invalid_date` when it is no date, or past
 */
export function readOnSaleUntil(text: string | null | undefined, now: Date): Date | null | undefined {
  if (text === undefined || text === null) return text;
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) {
    const message = "Write the date as ISO 8601, such as 2027-01-31T12:00:00Z.";
    throw wrongField("invalid_date", "onSaleUntil", message, "date_format");
  }
  if (date <= now) throw wrongField("invalid_date", "onSaleUntil", "Choose a date in the future.", "date_past");
  return date;
}

/** @throws AppError `invalid_date` when it is further away than a sale may last without paying for its storage */
export function requireNear(date: Date, now: Date): void {
  if (date.getTime() > now.getTime() + ON_SALE_MAX_DAYS * DAY) throw tooFar(ON_SALE_MAX_DAYS);
}

/** The error for a date that is further away than so many days. */
export function tooFar(days: number): AppError {
  const message = `Choose a date within ${days} days. You can extend the sale later.`;
  return wrongField("invalid_date", "onSaleUntil", message, "date_too_far", { days });
}

/** The error for something without an end that needs one here. */
export function dateNeeded(field: "onSaleUntil" | "downloadDays"): AppError {
  const message =
    field === "onSaleUntil"
      ? "Choose a date: here a sale without an end needs storage that is paid for."
      : "Choose a number of days: here downloading without an end needs storage that is paid for.";
  return wrongField("invalid_date", field, message, "date_needed");
}
