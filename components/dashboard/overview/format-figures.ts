import { formatMoney } from "@/components/ui/format";
import { type Locale, locales } from "@/lib/i18n/locales";
import { parseUsd } from "@/lib/money";

/** Days and amounts of figures. Days are days in UTC. */

/** An exact amount that may be below zero, in micro-USD. */
export function readNet(usd: string): bigint {
  return usd.startsWith("-") ? -(parseUsd(usd.slice(1)) ?? 0n) : (parseUsd(usd) ?? 0n);
}

/** Writes it: "−$2.00". */
export function formatNet(usd: string | bigint, locale: Locale): string {
  const microUsd = typeof usd === "bigint" ? usd : readNet(usd);
  return microUsd < 0n ? `−${formatMoney(-microUsd, locale)}` : formatMoney(microUsd, locale);
}

/** @param day as "2026-11-30" */
export function formatMonth(day: string, locale: Locale): string {
  return write(day, locale, { month: "long", year: "numeric" });
}

/** The day, or of a month its name, as short as an axis needs it. */
export function formatPart(day: string, unit: "day" | "month", locale: Locale): string {
  return write(
    day,
    locale,
    unit === "month" ? { month: "short", year: "2-digit" } : { day: "numeric", month: "short" },
  );
}

function write(day: string, locale: Locale, form: Intl.DateTimeFormatOptions): string {
  // Latin digits in every language, as everywhere on these pages.
  const format = new Intl.DateTimeFormat(locales[locale].tag, { ...form, timeZone: "UTC", numberingSystem: "latn" });
  return format.format(new Date(`${day}T00:00:00Z`));
}
