import "server-only";
import { open } from "node:fs/promises";
import { extname } from "node:path";
import { fileTypeFromBuffer } from "file-type";

/** Bytes that are read. Enough for every signature, and a limit on what hostile bytes can make a parser do. */
const SAMPLE = 64 * 1024;
const FALLBACK = "application/octet-stream";

/** Text has no signature, so among texts the name decides. */
const textTypes: Record<string, string> = {
  ".css": "text/css",
  ".csv": "text/csv",
  ".htm": "text/html",
  ".html": "text/html",
  ".ics": "text/calendar",
  ".js": "text/javascript",
  ".json": "application/json",
  ".log": "text/plain",
  ".markdown": "text/markdown",
  ".md": "text/markdown",
  ".mjs": "text/javascript",
  ".sql": "application/sql",
  ".srt": "application/x-subrip",
  ".svg": "image/svg+xml",
  ".tex": "application/x-tex",
  ".toml": "application/toml",
  ".tsv": "text/tab-separated-values",
  ".txt": "text/plain",
  ".vcf": "text/vcard",
  ".vtt": "text/vtt",
  ".xhtml": "application/xhtml+xml",
  ".xml": "application/xml",
  ".yaml": "application/yaml",
  ".yml": "application/yaml",
};

/** Containers that many formats share: the name decides which, but only among formats kept in that container. */
const containedTypes: Record<string, Record<string, string>> = {
  "application/zip": {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  },
  "application/x-cfb": {
    ".doc": "application/msword",
    ".ppt": "application/vnd.ms-powerpoint",
    ".xls": "application/vnd.ms-excel",
  },
  "application/xml": {
    ".svg": "image/svg+xml",
    ".xhtml": "application/xhtml+xml",
  },
};

/**
 * The media type of a stored file, detected in its bytes; the client's claim is ignored. HTML, SVG and scripts get
 * their real types: downloads are always sent as an attachment.
 *
 * @param name the file's name, which only chooses among types that the bytes allow
 */
export async function sniffMediaType(path: string, name: string): Promise<string> {
  const sample = await readStart(path);
  const extension = extname(name).toLowerCase();
  const wide = readWideText(sample);
  // Before the signatures: a UTF-16 mark also looks like the start of an MPEG frame.
  const signature = wide === null ? await recognise(sample) : undefined;
  if (signature) return containedTypes[signature]?.[extension] ?? signature;
  const text = wide ?? readText(sample, extension in textTypes);
  if (text === null) return FALLBACK;
  return markupType(text) ?? textTypes[extension] ?? "text/plain";
}

async function readStart(path: string): Promise<Buffer> {
  const handle = await open(path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE), 0, SAMPLE, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function recognise(sample: Buffer): Promise<string | undefined> {
  try {
    return (await fileTypeFromBuffer(sample))?.mime;
  } catch {
    // Bytes that only begin like a format are of no known type.
    return undefined;
  }
}

/**
 * The sample as text, or null when it is not text.
 *
 * @param claimsText if the name suggests text, bytes of an older encoding are accepted too
 */
function readText(sample: Buffer, claimsText: boolean): string | null {
  const controls = sample.some((byte) => byte < 0x20 && !(byte >= 0x08 && byte <= 0x0d) && byte !== 0x1b);
  if (controls) return null;
  try {
    // As a stream, because the sample may end inside a character.
    return new TextDecoder("utf-8", { fatal: true }).decode(sample, { stream: true });
  } catch {
    return claimsText ? "" : null;
  }
}

/** The sample as text if it is UTF-16 with a byte order mark, else null. */
function readWideText(sample: Buffer): string | null {
  const mark = sample.subarray(0, 2).toString("hex");
  if (mark !== "fffe" && mark !== "feff") return null;
  try {
    const decoder = new TextDecoder(mark === "fffe" ? "utf-16le" : "utf-16be", { fatal: true });
    const text = decoder.decode(sample, { stream: true });
    return /(?![\t\n\r\f])\p{Cc}|\p{Cn}/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

function markupType(text: string): string | undefined {
  const start = text
    .replace(/^\s*<\?xml[^>]*>/u, "")
    .replace(/^(?:\s*<!--[\s\S]*?-->)+/u, "")
    .trimStart()
    .slice(0, 100)
    .toLowerCase();
  if (/^<(?:!doctype svg|svg)[\s>]/u.test(start)) return "image/svg+xml";
  if (/^<(?:!doctype html|html|head|body|script)[\s>]/u.test(start)) return "text/html";
  return undefined;
}
