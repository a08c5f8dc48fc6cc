/** How sizes, speeds, times and long codes are written for people. Pure, so that server and browser agree. */

const UNITS = ["bytes", "KB", "MB", "GB", "TB"] as const;

/**
 * Writes a number of bytes as people read it, in steps of 1,000 as storage is sold: 0 → "0 bytes", 1 → "1 byte",
 * 1_500_000 → "1.5 MB".
 */
export function formatBytes(bytes: number): string {
  if (bytes === 1) return "1 byte";
  let value = bytes;
  let unit = 0;
  // 999.5 would be written as 1000: step up before rounding does.
  while (value >= (unit === 0 ? 1_000 : 999.5) && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, "");
  return `${digits} ${UNITS[unit]}`;
}

/**
 * Writes an upper limit, such as 20 GiB, as "20 GB": limits are set in powers of two, people think in powers of ten, and
 * what is promised here always fits.
 */
export function formatLimit(bytes: number): string {
  for (const [unit, size] of [
    ["GB", 1024 ** 3],
    ["MB", 1024 ** 2],
    ["KB", 1024],
  ] as const) {
    if (bytes >= size && bytes % size === 0) return `${bytes / size} ${unit}`;
  }
  return formatBytes(bytes);
}

/** Writes a speed in bytes per second: "3.2 MB/s". */
export function formatSpeed(bytesPerSecond: number): string {
  return `${formatBytes(Math.round(bytesPerSecond))}/s`;
}

/** Writes a number of seconds as the time left: "a few seconds left", "40 seconds left", "3 minutes left", "1 h 20 min left". */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 10) return "a few seconds left";
  if (seconds <= 50) return `${Math.ceil(seconds / 10) * 10} seconds left`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 1) return "1 minute left";
  if (minutes < 60) return `${minutes} minutes left`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.ceil(hours / 24)} days left`;
  const rest = minutes % 60;
  return rest === 0 ? `${hours} h left` : `${hours} h ${rest} min left`;
}

/** Shortens a long code and keeps both ends: "0x1234567890abcdef…" → "0x1234…cdef". */
export function shorten(code: string, start = 6, end = 4): string {
  return code.length <= start + end + 1 ? code : `${code.slice(0, start)}…${code.slice(-end)}`;
}

const dateTime = (zone: string | undefined) =>
  new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
    timeZoneName: "short",
  });

const short = (zone: string | undefined) =>
  new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  });

const day = (zone: string | undefined) =>
  new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: zone });

/**
 * Writes a moment: "21 December 2026 at 10:20 UTC".
 *
 * @param iso ISO 8601
 * @param zone IANA time zone; without it the reader's own. The server passes "UTC".
 */
export function formatDateTime(iso: string, zone?: string): string {
  return dateTime(zone).format(new Date(iso));
}

/** Writes a moment where room is short and the zone is known: "21 Dec 2026, 10:20". */
export function formatShort(iso: string, zone?: string): string {
  return short(zone).format(new Date(iso));
}

/** Writes a day: "21 Dec 2026". */
export function formatDay(iso: string, zone?: string): string {
  return day(zone).format(new Date(iso));
}

/** Says what a media type is in one plain word or two: "application/pdf" → "PDF", "image/png" → "Picture (PNG)". */
export function describeMediaType(mediaType: string, name: string): string {
  const extension = /\.([a-z0-9]{1,6})$/i.exec(name)?.[1]?.toUpperCase();
  const [kind = "", rest = ""] = mediaType.split(";")[0]?.trim().split("/") ?? [];
  const suffix = extension ? ` (${extension})` : "";
  if (rest === "pdf") return "PDF";
  if (rest === "epub+zip") return "E-book (EPUB)";
  if (/zip|tar|7z|rar|compressed|gzip/.test(rest)) return `Archive${suffix}`;
  const kinds: Record<string, string> = {
    image: "Picture",
    audio: "Audio",
    video: "Video",
    text: "Text",
    font: "Font",
  };
  const word = kinds[kind];
  if (word) return `${word}${suffix}`;
  return extension ? `${extension} file` : "File";
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
