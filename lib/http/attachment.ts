import "server-only";
import contentDisposition from "content-disposition";
import { endingOf, PLAIN_BYTES } from "@/lib/media-types";

/** Types that a browser would run, render as a page or apply to one, in all spellings that browsers know. */
const active =
  /^(?:text\/(?:html|css|vtt|xsl|.*(?:java|ecma|live|j)script.*)|application\/(?:.*(?:java|ecma)script.*|wasm|mathml.*)|multipart\/.*|.*[/+]xml(?:-.*)?)$/;

const wellFormed = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(; ?[\w!#$&^.+-]+=[\w!#$&^.+-]+)*$/;

/**
 * The endings that all browsers keep under a type. Firefox replaces the ending of a picture, sound or film that is not
 * in its list for the type (`nsExternalHelperAppService.cpp`), or in that of the system; most browsers add one to a name
 * without; Safari adds one to a text. Types that no browser shows are missing: they gain nothing from being sent.
 */
const keptEndings: Record<string, string> = {
  "application/epub+zip": "epub",
  "application/gzip": "gz",
  "application/json": "json",
  "application/msword": "doc",
  "application/pdf": "pdf",
  "application/rtf": "rtf",
  "application/vnd.ms-excel": "xls",
  "application/vnd.ms-powerpoint": "ppt",
  "application/vnd.oasis.opendocument.presentation": "odp",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/x-7z-compressed": "7z",
  "application/x-tar": "tar",
  "application/yaml": "yaml yml",
  "application/zip": "zip",
  "audio/aac": "aac",
  "audio/flac": "flac",
  "audio/midi": "mid",
  "audio/mp4": "m4a m4b",
  "audio/mpeg": "mp3",
  "audio/ogg": "oga opus",
  "audio/wav": "wav",
  "image/avif": "avif",
  "image/bmp": "bmp",
  "image/gif": "gif",
  "image/jpeg": "jpg jpeg",
  "image/jxl": "jxl",
  "image/png": "png",
  "image/tiff": "tif tiff",
  "image/webp": "webp",
  "image/x-icon": "ico",
  "text/calendar": "ics",
  "text/csv": "csv",
  "text/markdown": "md",
  "text/plain": "txt",
  "text/vcard": "vcf",
  "video/3gpp": "3gp",
  "video/3gpp2": "3g2",
  "video/mp4": "mp4",
  "video/ogg": "ogv",
  "video/quicktime": "mov",
  "video/webm": "webm",
};

/**
 * The `Content-Type` under which stored bytes are sent. Pages, scripts, styles, SVG and other XML go as plain bytes: no
 * upload is ever rendered on our origin, not even by a browser that ignores that it is an attachment. So does everything
 * whose name would be changed by a browser to fit the type. The file's info has its real type.
 *
 * @param shown by an element of a page that only decodes pictures, sound or film: nothing is saved under a name
 */
export function attachmentType(mediaType: string, name: string, shown = false): string {
  const essence = mediaType.toLowerCase().split(";")[0]?.trim() ?? "";
  if (!wellFormed.test(mediaType) || active.test(essence)) return PLAIN_BYTES;
  if (shown && /^(?:image|audio|video)\//.test(essence)) return mediaType;
  const kept = Object.hasOwn(keptEndings, essence) && keptEndings[essence]?.split(" ").includes(endingOf(saved(name)));
  return kept ? mediaType : PLAIN_BYTES;
}

/** RFC 6266 with an RFC 8187 name: an ASCII spelling for old clients, the real one in UTF-8. */
export function attachmentDisposition(name: string): string {
  const safe = saved(name);
  return contentDisposition(safe, { fallback: safe.replace(/[^ -~]+/g, "_") });
}

/** The name as a header can carry it. */
const saved = (name: string) =>
  Buffer.from(name, "utf8")
    .toString("utf8")
    .replace(/\p{Cc}/gu, "_");
