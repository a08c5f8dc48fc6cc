import "server-only";
import { type AppError, wrongField } from "@/lib/errors";
import { requirePaidStorage } from "./make-offer";

/**
 * Checks a number of days to pay for.
 *
 * @throws AppError `invalid_days` for anything but a whole number from 1 to `STORAGE_MAX_DAYS`; `storage_is_free`
 */
export function readDays(days: number): number {
  const { maxDays: max } = requirePaidStorage();
  if (!Number.isInteger(days)) throw wrongField("invalid_days", "days", "Write whole days, such as 30.", "invalid");
  if (days < 1) throw tooFewDays("Pay for 1 day at least.", { min: 1, max });
  if (days <= max) return days;
  const error = wrongField("invalid_days", "days", `Pay for ${max} days at most.`, "too_large", { max });
  throw withRange(error, { min: 1, max });
}

type Range = { min: number; max: number };

/** The error for too few days; it also names the range. */
export function tooFewDays(message: string, range: Range): AppError {
  return withRange(wrongField("invalid_days", "days", message, "too_small", { min: range.min }), range);
}

function withRange(error: AppError, { min, max }: Range): AppError {
  Object.assign(error.members, { leastDays: min, mostDays: max });
  return error;
}

/** The same of a header's text. */
export function readDaysHeader(text: string): number {
  return readDays(/^\d{1,15}$/.test(text) ? Number(text) : Number.NaN);
}
