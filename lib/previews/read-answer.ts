import "server-only";
import { z } from "zod";
import { cleanLine, cleanParagraphs, cutText, removeDirectionMarks } from "@/lib/clean-text";
import { EXCERPT_MAX, type Excerpt, FACT_TEXT_MAX, type FileFacts, WAVE_MAX } from "./facts/schema";
import { PREVIEW_KINDS } from "./schema";

/**
 * What a program answers. It read bytes of strangers and may be in their hands: each number is in bounds, each text cleaned and cut,
 * each list cut; what is no answer at all is a refusal.
 */

const cut = (text: string, most: number) => cutText(text, (part) => part.length <= most);
/** Cut first: what cleans a text takes longer the longer it is. */
const line = (most: number) => z.string().transform((text) => cut(cleanLine(text.slice(0, most * 4)), most));
/** Of a file in an archive: marks of direction would let it read as another. */
const path = line(EXCERPT_MAX.path).transform(removeDirectionMarks);
const paragraphs = (most: number) =>
  z.string().transform((text) => cut(cleanParagraphs(text.slice(0, most * 4)), most));
const text = line(FACT_TEXT_MAX)
  .transform((told) => told || null)
  .nullable();
const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).nullable().catch(null);
const amount = z.number().min(0).max(1e12).nullable().catch(null);
const pixels = z.number().int().min(1).max(1_000_000);
const trouble = z.enum(["encrypted", "damaged", "too-large"]).nullable();
const list = <T extends z.ZodType>(item: T, most: number) =>
  z.preprocess((value) => (Array.isArray(value) ? value.slice(0, most) : value), z.array(item));

export const factsSchema: z.ZodType<FileFacts> = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("picture"),
    trouble,
    width: pixels,
    height: pixels,
    colourSpace: text,
    frames: z.number().int().min(1).max(1_000_000).catch(1),
  }),
  z.object({
    kind: z.literal("pdf"),
    trouble,
    pages: count,
    pageWidth: amount,
    pageHeight: amount,
    title: text,
    author: text,
  }),
  z.object({
    kind: z.literal("book"),
    trouble,
    title: text,
    author: text,
    language: text,
    chapters: count,
    pages: count.optional(),
  }),
  z.object({
    kind: z.literal("sound"),
    trouble,
    seconds: amount,
    bitRate: amount,
    sampleRate: amount,
    channels: count,
    bitDepth: count,
    codec: text,
    title: text,
    artist: text,
    album: text,
  }),
  z.object({
    kind: z.literal("film"),
    trouble,
    seconds: amount,
    width: pixels.nullable().catch(null),
    height: pixels.nullable().catch(null),
    frameRate: amount,
    codecs: list(line(40), 8),
    playsIn: z.enum(["all", "some", "none"]).nullable(),
    title: text,
  }),
  z.object({ kind: z.literal("archive"), trouble, files: count, bytes: count }),
  z.object({ kind: z.literal("text"), trouble, lines: count, encoding: text, columns: count }),
]);

const entries = list(z.object({ path, bytes: count }), EXCERPT_MAX.entries).transform((listed) =>
  listed.filter((entry) => entry.path !== ""),
);

const excerptSchema: z.ZodType<Excerpt> = z.object({
  entries: entries.optional(),
  hasMore: z.boolean().optional(),
  readme: paragraphs(EXCERPT_MAX.readme).optional(),
  chapters: list(
    z.object({ title: line(EXCERPT_MAX.chapter), depth: z.number().int().min(0).max(5).catch(0) }),
    EXCERPT_MAX.chapters,
  ).optional(),
  text: paragraphs(EXCERPT_MAX.text).optional(),
});

export const waveSchema = z.array(z.number().int().min(0).max(100)).max(WAVE_MAX);

const partSchema = z.object({
  kind: z.enum(PREVIEW_KINDS),
  mediaType: z.enum([
    "image/webp",
    "image/jpeg",
    "audio/mpeg",
    "audio/mp4",
    "audio/wav",
    "audio/ogg",
    "audio/flac",
    "audio/webm",
    "video/mp4",
    "video/webm",
  ]),
  length: z.number().int().min(0),
  width: z.number().int().min(0).max(100_000).default(0),
  height: z.number().int().min(0).max(100_000).default(0),
  of: z.object({ width: pixels, height: pixels }).optional(),
  seconds: z.number().min(0).max(3_600).optional(),
});

export type MadePart = Omit<z.infer<typeof partSchema>, "length"> & { bytes: Buffer };

export type ProgramAnswer = {
  facts?: FileFacts;
  excerpt?: Excerpt;
  /** At most `WAVE_MAX` numbers from 0 to 100. */
  wave?: number[];
  parts: MadePart[];
};

const REASONS = ["too-large", "too-small", "unreadable", "encrypted"] as const;
/** Why there is no answer; the fault is in the input unless it is `killed`. */
type ProgramRefusal = (typeof REASONS)[number] | "killed";

export class ProgramFailed extends Error {
  constructor(
    readonly reason: ProgramRefusal,
    detail: string,
  ) {
    super(`${reason}: ${detail}`);
  }
}

const headSchema = z.union([
  z.object({ reason: z.enum(REASONS), detail: z.string() }),
  z.object({
    facts: factsSchema.optional(),
    excerpt: excerptSchema.optional(),
    wave: waveSchema.optional(),
    parts: z.array(partSchema).max(8),
  }),
]);

/**
 * @param output one line of JSON, then the bytes of its parts
 * @throws ProgramFailed for a refusal, and for what is no answer: trying again would not help
 */
export function readAnswer(output: Buffer): ProgramAnswer {
  const end = output.indexOf("\n");
  const head = headSchema.safeParse(parseJson(output.subarray(0, Math.max(end, 0)).toString()));
  if (!head.success) throw noAnswer(head.error.message);
  if ("reason" in head.data) throw new ProgramFailed(head.data.reason, head.data.detail);
  let at = end + 1;
  const parts = head.data.parts.map(({ length, ...part }) => {
    const bytes = output.subarray(at, at + length);
    at += length;
    return { ...part, bytes };
  });
  if (at !== output.length) throw noAnswer("It is not as long as it says.");
  return { ...head.data, parts };
}

const noAnswer = (why: string) => new ProgramFailed("unreadable", `No answer: ${why.slice(0, 500)}`);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The one picture of an answer. */
export function onlyPart({ parts }: ProgramAnswer): MadePart {
  const [part] = parts;
  if (!part || parts.length > 1) throw new Error("A program answered with something else than one picture.");
  return part;
}
