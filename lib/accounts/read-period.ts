import "server-only";
import { DAY } from "@/lib/clock";
import { wrongField } from "@/lib/errors";

/** From a moment, up to but without another one; null for no end. */
export type Period = { from: Date | null; until: Date | null };

/**
 * Reads two days of the calendar (UTC), both of which belong to the period.
 *
 * @param from "2027-01-01"; empty or absent: from the first sale
 * @param to "2027-03-31"; empty or absent: up to the last one
 * @throws AppError `invalid_date` for what is no day, or an end before the beginning
 */
export function readPeriod({ from, to }: { from: string | null; to: string | null }): Period {
  const first = readCalendarDay("from", from);
  const last = readCalendarDay("to", to);
  if (first && last && last < first) throw wrong("to", "The last day comes before the first one.");
  return { from: first, until: last && new Date(last.getTime() + DAY) };
}

function readCalendarDay(field: string, text: string | null): Date | null {
  if (!text) return null;
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  // JavaScript reads the 30th of February as a day in March.
  if (day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)) return day;
  throw wrong(field, "Write days as 2027-01-31.");
}

const wrong = (field: string, message: string) => wrongField("invalid_date", field, message, "date_format");
