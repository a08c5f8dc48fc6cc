import "server-only";
import { fileTypeFromBuffer } from "file-type";
import { endingOf, PLAIN_BYTES } from "@/lib/media-types";
import { type ByteSource, withFile } from "@/lib/storage/byte-source";
import { hasPdfHeader } from "./pdf-header";
import { readCodecs } from "./read-codecs";
import { readText } from "./read-text";
import { refineType } from "./refine-type";
import { isTextEnding, textType } from "./text-type";

/**
 * Counts up with each change of what is detected: versions that were sniffed under a lower number are sniffed again
 * (`lib/resniffing`).
 */
export const SNIFFER = 1;

/** What a file's bytes tell about it. `codecs`: names, of films and sounds. */
type Sniffed = { mediaType: string; codecs: string[] };

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
  return (await withFile(path, (source) => sniff(source, name))).mediaType;
}

/** The same, with the codecs of films and sounds. */
export async function sniff(source: ByteSource, name: string): Promise<Sniffed> {
  const mediaType = await sniffStart(await source.read(0, SAMPLE), name);
  return { mediaType, codecs: await readCodecs(source, mediaType) };
}

async function sniffStart(sample: Buffer, name: string): Promise<string> {
  const ending = endingOf(name);
  const text = readText(sample, sample.length === SAMPLE, isTextEnding(ending));
  if (text !== null) return textType(text, ending);
  const signature = await recognise(sample);
  if (hasPdfHeader(sample) && (!signature || (ending === "pdf" && !archives.test(signature)))) return "application/pdf";
  return signature ? refineType(signature, ending) : PLAIN_BYTES;
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
