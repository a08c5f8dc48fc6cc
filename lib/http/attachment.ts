import "server-only";
import contentDisposition from "content-disposition";

/** Types that a browser would run, render as a page or apply to one, in all spellings that browsers know. */
const active =
  /^(?:text\/(?:html|css|vtt|xsl|.*(?:java|ecma|live|j)script.*)|application\/(?:.*(?:java|ecma)script.*|wasm|mathml.*)|multipart\/.*|.*[/+]xml(?:-.*)?)$/;

const wellFormed = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(; ?[\w!#$&^.+-]+=[\w!#$&^.+-]+)*$/;

/**
 * The `Content-Type` under which stored bytes are sent. Pages, scripts, styles, SVG and other XML go as plain bytes: no
 * upload is ever rendered on our origin, not even by a browser that ignores that it is an attachment. The file's info
 * has its real type.
 */
export function attachmentType(mediaType: string): string {
  const [essence = ""] = mediaType.toLowerCase().split(";");
  return wellFormed.test(mediaType) && !active.test(essence.trim()) ? mediaType : "application/octet-stream";
}

/** RFC 6266 with an RFC 8187 name: an ASCII spelling for old clients, the real one in UTF-8. */
export function attachmentDisposition(name: string): string {
  const safe = Buffer.from(name, "utf8")
    .toString("utf8")
    .replace(/\p{Cc}/gu, "_");
  return contentDisposition(safe, { fallback: safe.replace(/[^ -~]+/g, "_") });
}
