/** `date-time` of RFC 3339, section 5.6. Pure; also for browsers. */

const shape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-](\d\d):(\d\d))$/i;

/** Milliseconds since 1970, or NaN for any other text, and for a day that the calendar does not have. */
export function readDateTime(text: string): number {
  const [matched, ...parts] = shape.exec(text) ?? [];
  if (matched === undefined) return Number.NaN;
  const [year, month, day, hour, minute, second, offsetHour = 0, offsetMinute = 0] = parts.map((part) =>
    part === undefined ? undefined : Number(part),
  ) as [number, number, number, number, number, number, number?, number?];
  // A day beyond its month would become one of the next month.
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= lastDay && hour <= 23 && minute <= 59 && second <= 59;
  return isReal && offsetHour <= 23 && offsetMinute <= 59 ? Date.parse(text.toUpperCase()) : Number.NaN;
}
