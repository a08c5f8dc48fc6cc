import { type Locale, locales } from "@/lib/i18n/locales";
import type { Words } from "@/lib/i18n/words";
import { displayUsd as dollars } from "@/lib/money";

/** Formats sizes, speeds, times and long codes for people. Pure, so that server and browser agree. */

type Ui = Words<"ui">;

const UNITS = ["bytes", "kilobytes", "megabytes", "gigabytes", "terabytes"] as const;

/**
 * Writes a number of bytes as people read it, in steps of 1,000 as storage is sold: 0 → "0 bytes", 1 → "1 byte",
 * 1_500_000 → "1.5 MB", in French "1,5 Mo".
 */
export function formatBytes(bytes: number, t: Ui): string {
  let value = bytes;
  let unit = 0;
  // 999.5 would be written as 1000: step up before rounding does.
  while (value >= (unit === 0 ? 1_000 : 999.5) && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const name = UNITS[unit] ?? "terabytes";
  if (name === "bytes") return t(name, { count: value });
  const digits = value >= 100 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, "");
  return t(name, { size: decimalText(digits, t.locale) });
}

/**
 * Writes an upper limit, such as 20 GiB, as "20 GB": limits are set in powers of two, people think in powers of ten, and
 * what is promised here always fits.
 */
export function formatLimit(bytes: number, t: Ui): string {
  for (const [name, size] of [
    ["gigabytes", 1024 ** 3],
    ["megabytes", 1024 ** 2],
    ["kilobytes", 1024],
  ] as const) {
    if (bytes >= size && bytes % size === 0) return t(name, { size: String(bytes / size) });
  }
  return formatBytes(bytes, t);
}

/** Writes a speed in bytes per second: "3.2 MB/s". */
export function formatSpeed(bytesPerSecond: number, t: Ui): string {
  return t("perSecond", { size: formatBytes(Math.round(bytesPerSecond), t) });
}

/**
 * Writes a number of seconds as the time left: "a few seconds left", "40 seconds left", "3 minutes left", "1 h 20 min left".
 */
export function formatTimeLeft(seconds: number, t: Ui): string {
  if (seconds < 10) return t("fewSecondsLeft");
  if (seconds <= 50) return t("secondsLeft", { count: Math.ceil(seconds / 10) * 10 });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return t("minutesLeft", { count: Math.max(1, minutes) });
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return t("daysLeft", { count: Math.ceil(hours / 24) });
  const rest = minutes % 60;
  return rest === 0 ? t("hoursLeft", { hours }) : t("hoursMinutesLeft", { hours, minutes: rest });
}

/**
 * Writes micro-USD as people read it, exact and never rounded: "$1,234.50", in French "1 234,50 $" with spaces that do not
 * break.
 */
export function formatMoney(microUsd: bigint, locale: Locale): string {
  const text = dollars(microUsd);
  if (locale !== "fr") return text;
  return `${text.slice(1).replaceAll(",", "\u202f").replace(".", ",")}\u00a0$`;
}

/** Writes an exact decimal for display: "12.50", in French "12,50". */
export function decimalText(exact: string, locale: Locale): string {
  return locale === "fr" ? exact.replace(".", ",") : exact;
}

/** Shortens a long code and keeps both ends: "0x1234567890abcdef…" → "0x1234…cdef". */
export function shorten(code: string, start = 6, end = 4): string {
  return code.length <= start + end + 1 ? code : `${code.slice(0, start)}…${code.slice(-end)}`;
}

type Moment = Record<"day" | "month" | "year" | "hour" | "minute" | "timeZoneName", string>;

/**
 * The parts of a moment. They are put together by our own words: between versions of the language data that servers and
 * browsers bring along, names of months stay the same and the commas between do not.
 */
function partsOf(iso: string, locale: Locale, zone: string | undefined, month: "long" | "short"): Moment {
  const format = new Intl.DateTimeFormat(locales[locale].tag, {
    day: "numeric",
    month,
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
    timeZoneName: "short",
  });
  return Object.fromEntries(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value])) as Moment;
}

/**
 * Writes a moment: "21 December 2026 at 10:20 UTC".
 *
 * @param iso ISO 8601
 * @param zone IANA time zone; without it the reader's own. The server passes "UTC".
 */
export function formatDateTime(iso: string, zone: string | undefined, t: Ui): string {
  const { day, month, year, hour, minute, timeZoneName } = partsOf(iso, t.locale, zone, "long");
  const named = zone === "UTC" ? "UTC" : timeZoneName;
  return t("moment", { day: `${day} ${month} ${year}`, time: `${hour}:${minute} ${named}` });
}

/** Writes a moment if space is short and the zone is known: "21 Dec 2026, 10:20". */
export function formatShort(iso: string, zone: string | undefined, t: Ui): string {
  const { day, month, year, hour, minute } = partsOf(iso, t.locale, zone, "short");
  return t("shortMoment", { day: `${day} ${month} ${year}`, time: `${hour}:${minute}` });
}

/** Writes a day: "21 Dec 2026". */
export function formatDay(iso: string, zone: string | undefined, t: Ui): string {
  const { day, month, year } = partsOf(iso, t.locale, zone, "short");
  return `${day} ${month} ${year}`;
}

export type FileKind = "picture" | "audio" | "video" | "text" | "archive" | "file";

/** The picture that stands for a media type. */
export function fileKind(mediaType: string): FileKind {
  if (mediaType.startsWith("image/")) return "picture";
  if (mediaType.startsWith("audio/")) return "audio";
  if (mediaType.startsWith("video/")) return "video";
  if (/zip|tar|7z|rar|compressed|gzip/.test(mediaType) && !mediaType.includes("epub")) return "archive";
  if (mediaType.startsWith("text/") || /pdf|epub|document|json|xml/.test(mediaType)) return "text";
  return "file";
}
