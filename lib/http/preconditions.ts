import "server-only";
import { type RequestHeaders, readHeaderAsSent } from "./headers";

/** The headers as sent: a strong entity tag with its quotes, and an HTTP date. */
type Validators = { ETag: string; "Last-Modified"?: string };

/** @param of.etag what names the bytes, without quotes: of a file its SHA-256 as lower-case hex */
export function validatorsOf(of: { etag: string; lastModified?: Date }): Validators {
  const etag = { ETag: `"${of.etag}"` };
  return of.lastModified ? { ...etag, "Last-Modified": of.lastModified.toUTCString() } : etag;
}

/**
 * Whether a request may be answered with these bytes, by RFC 9110 sections 13.1.1, 13.1.4 and 13.2.2: `If-Match` names
 * them by a strong tag or matches anything (`*`); without it, `If-Unmodified-Since` is no older than they are. An
 * invalid date is ignored, and so is any date beside `If-Match`. `If-None-Match` and the like are evaluated after these
 * two.
 */
export function arePreconditionsMet(headers: RequestHeaders, validators: Validators): boolean {
  const tags = readHeaderAsSent(headers, "if-match");
  if (tags !== null) return tags.trim() === "*" || tagsOf(tags).includes(validators.ETag);
  const unmodifiedSince = readHttpDate(readHeaderAsSent(headers, "if-unmodified-since") ?? "");
  const lastModified = validators["Last-Modified"];
  if (Number.isNaN(unmodifiedSince) || lastModified === undefined) return true;
  return Date.parse(lastModified) <= unmodifiedSince;
}

function tagsOf(list: string): string[] {
  return list.match(/(?:W\/)?"[^"]*"/g) ?? [];
}

/** Milliseconds, NaN for a text in none of the three formats of RFC 9110 section 5.6.7. */
function readHttpDate(text: string): number {
  const date = text.trim();
  if (/^[A-Z][a-z]{2,8}, \d\d[ -][A-Z][a-z]{2}[ -](?:\d{4}|\d\d) \d\d:\d\d:\d\d GMT$/.test(date))
    return Date.parse(date);
  // asctime's form names no zone, and means GMT.
  if (/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/.test(date)) return Date.parse(`${date} GMT`);
  return Number.NaN;
}
