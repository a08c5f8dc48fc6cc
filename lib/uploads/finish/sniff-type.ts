import "server-only";
import { open } from "node:fs/promises";
import { fileTypeFromBuffer } from "file-type";
import { endingOf, PLAIN_BYTES } from "@/lib/media-types";
import { hasPdfHeader } from "./pdf-header";
import { readText } from "./read-text";
import { refineType } from "./refine-type";
import { isTextEnding, textType } from "./text-type";

/** Bytes that are read. Enough for every signature, and a limit on what hostile bytes can make a parser do. */
const SAMPLE = 64 * 1024;

/** Containers that may begin with a stored PDF. */
const archives = /zip|tar|rar|7z|compress|archive|cfb|dicom/;

/**
 * The media type of a stored file, detected in its bytes; the client's claim is ignored. HTML, SVG and scripts get
 * their real types: `attachmentType` never sends them.
 *
 * Clean text is text, even if it begins like a signature: many signatures are two to eight letters, and all those formats
 * have control bytes soon after.
 *
 * @param name the file's name, which only chooses among types that the bytes allow
 */
export async function sniffMediaType(path: string, name: string): Promise<string> {
  const sample = await readStart(path);
  const ending = endingOf(name);
  const text = readText(sample, sample.length === SAMPLE, isTextEnding(ending));
  if (text !== null) return textType(text, ending);
  const signature = await recognise(sample);
  if (hasPdfHeader(sample) && (!signature || (ending === "pdf" && !archives.test(signature)))) return "application/pdf";
  return signature ? refineType(signature, ending) : PLAIN_BYTES;
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
    const type = (await fileTypeFromBuffer(sample))?.mime;
    return type === "audio/aiff" && !/^AIF[CF]$/.test(sample.toString("latin1", 8, 12)) ? undefined : type;
  } catch {
    // Bytes that only begin like a format are of no known type.
    return undefined;
  }
}
