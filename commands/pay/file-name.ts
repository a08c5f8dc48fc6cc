import path from "node:path";

/** What FAT, exFAT, NTFS and SMB refuse in names. */
const FORBIDDEN = /[<>:"|?*\\/\p{Cc}]/gu;
/** Names of devices, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
/** Bytes of UTF-8: most file systems; encrypted ones (eCryptfs); whatever has less. */
const LIMITS = [255, 143, 60];
/** For " (999)". */
const COPY_ROOM = 6;

/**
 * The name under which the seller offers the file, made safe: the last path segment only, no control characters.
 *
 * @param disposition the Content-Disposition header (RFC 6266, RFC 8187)
 */
export function fileNameOf(disposition: string | null, fallback: string): string {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  const plain = /filename="((?:[^"\\]|\\.)*)"/i.exec(disposition ?? "")?.[1]?.replace(/\\(.)/g, "$1");
  const bare = /filename=([^";]+)/i.exec(disposition ?? "")?.[1];
  const name = decoded(extended) ?? plain ?? bare ?? fallback;
  const safe = (name.split(/[/\\]/).pop() ?? "")
    .replace(/\p{Cc}/gu, "")
    .replace(/^\.+/, "")
    .trim();
  return safe || fallback;
}

/**
 * Names to try for a download, the best first: the seller's own, then what more and more file systems allow.
 *
 * @param fallback letters and digits
 */
export function namesToTry(name: string, fallback: string): string[] {
  const portable = makePortable(name) || fallback;
  const { ext } = path.parse(portable);
  const plain = fallback + (/^\.[a-z0-9]{1,8}$/i.test(ext) ? ext : "");
  return [...new Set([name, ...LIMITS.map((limit) => shorten(portable, limit - COPY_ROOM)), plain])];
}

function makePortable(name: string): string {
  return name
    .replace(FORBIDDEN, "_")
    .replace(DEVICE, "_$&")
    .replace(/[. ]+$/, "");
}

/** Cuts the stem between two characters; the ending stays. */
function shorten(name: string, limit: number): string {
  if (Buffer.byteLength(name) <= limit) return name;
  const { name: stem, ext } = path.parse(name);
  const kept = Buffer.byteLength(ext) < limit / 2 ? ext : "";
  let cut = "";
  for (const character of kept ? stem : name) {
    if (Buffer.byteLength(cut + character + kept) > limit) break;
    cut += character;
  }
  return cut.trimEnd() + kept;
}

/** Undefined if it is not percent-encoded UTF-8. */
function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
