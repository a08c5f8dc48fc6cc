import "server-only";
import { DAY } from "@/lib/clock";

/** How long before the end a calendar reminds (ms). */
const REMINDER = 3 * DAY;
/** RFC 5545, 3.1: a content line has at most 75 octets, without its line break. */
const LINE_OCTETS = 75;

export type CalendarEntry = {
  /** Identifies the entry, so that importing it again does not duplicate it. */
  id: string;
  /** The title of the entry. */
  summary: string;
  description: string;
  /** The link of the entry. Never a recovery link: calendars are copied to other people's servers. */
  url: string;
  until: Date;
};

/**
 * A calendar file (RFC 5545) with one entry at a moment, in UTC, and a reminder three days before.
 *
 * @returns lines ended by CRLF and folded after 75 octets, never inside a character
 */
export function calendarFile({ id, summary, description, url, until }: CalendarEntry, now: Date): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Filekiosk//Filekiosk//EN",
    "CALSCALE:GREGORIAN",
    "METHOD:PUBLISH",
    "BEGIN:VEVENT",
    `UID:${escapeText(id)}@${new URL(url).hostname}`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(until)}`,
    `DTEND:${utc(until)}`,
    `SUMMARY:${escapeText(summary)}`,
    `DESCRIPTION:${escapeText(description)}`,
    // A URI, not text: nothing in it is escaped (3.3.13).
    `URL:${url}`,
    "TRANSP:TRANSPARENT",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escapeText(summary)}`,
    `TRIGGER:-P${REMINDER / DAY}D`,
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

/** 3.3.5, form 2: `20260131T235959Z`. */
function utc(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** 3.3.11: backslash, semicolon, comma and line break are escaped; other control characters are not allowed. */
function escapeText(text: string): string {
  return text
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\r\n|[\n\r]/g, "\\n")
    .replace(/(?!\t)\p{Cc}/gu, "");
}

/** 3.1: a line continues after CRLF and one space, which counts as its first octet. */
function fold(line: string): string {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const length = Buffer.byteLength(character);
    if (octets + length > LINE_OCTETS) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += length;
  }
  return folded;
}
