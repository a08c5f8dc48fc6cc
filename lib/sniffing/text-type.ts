import "server-only";
import { PLAIN_BYTES, typesOfEnding } from "@/lib/media-types";
import { isPdfText } from "./pdf-header";

/** Formats that are texts themselves, by beginnings that ordinary words do not have. */
const formats: [type: string, beginning: RegExp][] = [
  ["application/xml", /^<\?xml\s/],
  ["application/rtf", /^\{\\rtf\d?\\[a-z]/],
  ["application/postscript", /^%!PS-Adobe(?:Font)?-\d/],
  ["text/vcard", /^BEGIN:VCARD\s*[\r\n]/i],
  ["text/calendar", /^BEGIN:VCALENDAR\s*[\r\n]/i],
  ["application/pgp-encrypted", /^-----BEGIN PGP MESSAGE-----\s*[\r\n]/],
  ["application/x-ms-regedit", /^(?:REGEDIT4|Windows Registry Editor Version 5\.00)[\r\n]/],
  ["application/x-unix-archive", /^!<arch>\n.{58}`\n/],
];

/** Further beginnings, which ordinary words do have: they count where the name's ending agrees. */
const named: [type: string, beginning: RegExp][] = [
  ["application/postscript", /^%!/],
  ["model/stl", /^solid\s/],
];

/** Types of texts that the name alone decides. */
const byName = /^(?:text\/.*|application\/(?:json|sql|toml|x-subrip|x-tex|yaml|(?:.*\+)?xml)|image\/svg\+xml)$/;

/** Whether texts have names like this one. */
export function isTextEnding(ending: string): boolean {
  return nameType(ending) !== undefined;
}

/**
 * The media type of a text. Pages, drawings and other formats are recognised in it, whatever its name; among all other
 * texts the name decides.
 *
 * @param text its beginning
 */
export function textType(text: string, ending: string): string {
  if (text === "") return nameType(ending) ?? PLAIN_BYTES;
  const types = typesOfEnding(ending);
  const markup = markupType(text);
  if (markup)
    return markup === "text/html" && types.includes("application/xhtml+xml") ? "application/xhtml+xml" : markup;
  if (isPdfText(text, ending)) return "application/pdf";
  const start = text.slice(0, 200).replace(/^\ufeff/u, "");
  const format = formats.find(([, beginning]) => beginning.test(start))?.[0];
  if (format === "application/xml") return types.find((type) => /[/+]xml$/.test(type)) ?? format;
  const agreed = named.find(([type, beginning]) => types.includes(type) && beginning.test(start))?.[0];
  return format ?? agreed ?? nameType(ending) ?? "text/plain";
}

const nameType = (ending: string) => typesOfEnding(ending).find((type) => byName.test(type));

function markupType(text: string): string | undefined {
  const start = text
    .replace(/^\ufeff?(?:\s*(?:<\?[^>]*>|<!--[\s\S]*?-->))+/u, "")
    .trimStart()
    .slice(0, 100)
    .toLowerCase();
  if (/^<(?:!doctype svg|svg)[\s>/]/u.test(start)) return "image/svg+xml";
  if (/^<(?:!doctype html|html|head|body|script)[\s>]/u.test(start)) return "text/html";
  return undefined;
}
