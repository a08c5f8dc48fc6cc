import "server-only";
import { plainText, type Read } from "./read-number";

/** Days as people type them. Fields have the browser's own choice of a day: this is for commands. */

const LENGTH_MAX = 60;

/**
 * Reads a day as "2027-01-31": written so, as "31/01/2027" or "31.1.2027", with Arabic digits, or as the pages print days
 * ("31 Jan 2027", "31 janv. 2027", "31 يناير 2027"). "01/02/2027" is unclear, and has both days.
 */
export function readDay(text: string): Read<string> {
  const plain = plainText(text).toLowerCase();
  if (plain === "") return { kind: "empty" };
  const parts = plain.length > LENGTH_MAX ? [] : plain.split(/[\s.,،/-]+/).filter((part) => part !== "");
  const [one = "", two = "", three = ""] = parts;
  if (parts.length !== 3) return { kind: "wrong" };
  if (/^\d{4}$/.test(one)) return only(dayOf(one, two, three));
  if (!/^\d{4}$/.test(three)) return { kind: "wrong" };
  if (!/^\d+$/.test(two)) return only(dayOf(three, monthOf(two), one));
  if (!/^\d+$/.test(one)) return only(dayOf(three, monthOf(one), two));
  const [dayFirst, monthFirst] = [dayOf(three, two, one), dayOf(three, one, two)];
  if (dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst) {
    return { kind: "unclear", readings: [dayFirst, monthFirst] };
  }
  return only(dayFirst ?? monthFirst);
}

function only(day: string | null): Read<string> {
  return day === null ? { kind: "wrong" } : { kind: "read", value: day };
}

/** Null for a day that no calendar has. */
function dayOf(year: string, month: string, day: string): string | null {
  if (!/^\d{1,2}$/.test(month) || !/^\d{1,2}$/.test(day)) return null;
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text) ? text : null;
}

/** The number of a month by its long or short name in one of the three languages; "" for none. */
function monthOf(name: string): string {
  for (const tag of ["en-GB", "fr-FR", "ar"]) {
    for (const length of ["long", "short"] as const) {
      const format = new Intl.DateTimeFormat(tag, { month: length, timeZone: "UTC" });
      for (let month = 0; month < 12; month++) {
        const written = format
          .format(Date.UTC(2027, month, 1))
          .toLowerCase()
          .replace(/\.$/, "");
        // English readers write the first three letters where British data has four: "Sep".
        if (written === name || (tag === "en-GB" && length === "long" && written.slice(0, 3) === name))
          return String(month + 1);
      }
    }
  }
  return "";
}
