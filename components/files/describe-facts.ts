import { decimalText, formatBytes } from "@/components/ui/format";
import { locales } from "@/lib/i18n/locales";
import type { Words } from "@/lib/i18n/words";
import { endingOf, typesOfEnding } from "@/lib/media-types";
import type { FileFacts, FilmFacts, SoundFacts } from "@/lib/previews/facts/schema";
import { describeMediaType } from "./describe-media-type";

/** The words of a file's facts in one language. */
export type FactWords = { facts: Words<"facts">; ui: Words<"ui"> };

type Described = { mediaType: string; name: string; facts: FileFacts | null };

/** Characters of an author's name in one line. */
const NAME_MAX = 40;

/**
 * Says what a file is in a few parts, the kind first: "PDF", "24 pages", "A4". Each part stands for itself, so that a page can set
 * them apart. Where nothing is known of the content, the kind alone.
 */
export function describeFacts({ mediaType, name, facts }: Described, words: FactWords): string[] {
  const told = facts ? partsOf(facts, words).filter((part) => part !== null) : [];
  return [told.length > 0 ? kindOf(mediaType, name, words) : describeMediaType(mediaType, name, words.ui), ...told];
}

/** The same and the size, as one line of text: "MP3 · 3:45 · 320 kbit/s · stereo · 9 MB". */
export function factsLine(file: Described & { size: number }, words: FactWords): string {
  return [...describeFacts(file, words), formatBytes(file.size, words.ui)].join(" · ");
}

/** "MP3" where the name's ending fits the content; with more known, "Audio (MP3)" would say it twice. */
function kindOf(mediaType: string, name: string, { ui }: FactWords): string {
  const ending = endingOf(name);
  const type = mediaType.split(";")[0]?.trim() ?? "";
  const isNamedSo = /^[a-z0-9]{2,5}$/.test(ending) && typesOfEnding(ending).includes(type);
  return isNamedSo ? ending.toUpperCase() : describeMediaType(mediaType, name, ui);
}

function partsOf(told: FileFacts, words: FactWords): (string | null)[] {
  return [...detailsOf(told, words), troubleOf(told, words)];
}

function detailsOf(told: FileFacts, { facts, ui }: FactWords): (string | null)[] {
  switch (told.kind) {
    case "picture":
      return [
        facts("pixels", { width: String(told.width), height: String(told.height) }),
        told.frames > 1 ? facts("frames", { count: told.frames }) : null,
      ];
    case "pdf":
      return [counted(told.pages, (count) => facts("pages", { count })), pageSize(told, facts)];
    case "book":
      return [
        told.author && facts("author", { author: shortened(told.author) }),
        counted(told.chapters, (count) => facts("chapters", { count })),
        counted(told.pages ?? null, (count) => facts("pages", { count })),
      ];
    case "sound":
      return [lengthOf(told.seconds), soundQuality(told, facts), channelsOf(told, facts)];
    case "film":
      return [lengthOf(told.seconds), pointsOf(told, facts), told.codecs[0] ?? null];
    case "archive":
      return [
        counted(told.files, (count) => facts("files", { count })),
        told.bytes === null ? null : facts("unpacked", { size: formatBytes(told.bytes, ui) }),
      ];
    case "text":
      return [
        counted(told.lines, (count) => facts("lines", { count })),
        counted(told.columns, (count) => facts("columns", { count })),
      ];
  }
}

function troubleOf({ trouble }: FileFacts, { facts }: FactWords): string | null {
  return trouble === "encrypted" || trouble === "damaged" ? facts(trouble) : null;
}

const counted = (count: number | null, words: (count: number) => string) => (count ? words(count) : null);
const lengthOf = (seconds: number | null) => (seconds === null ? null : clockTime(seconds));
const shortened = (name: string) => (isShortened(name) ? `${name.slice(0, NAME_MAX - 1).trimEnd()}…` : name);

/** Whether a name is not whole in one line of facts. */
export function isShortened(name: string | null): boolean {
  return name !== null && name.length > NAME_MAX;
}

/** Writes seconds as players do: "3:45", "1:02:03". */
export function clockTime(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3_600), Math.floor((whole % 3_600) / 60), whole % 60];
  const two = (number: number) => String(number).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Formats of paper, in millimetres. */
const papers = { A3: [297, 420], A4: [210, 297], A5: [148, 210], A6: [105, 148] } as const;
const americanPapers = { letter: [215.9, 279.4], legal: [215.9, 355.6] } as const;
/** Millimetres by which a page may miss its format. */
const PAPER_SLACK = 1.5;

type Page = { pageWidth: number | null; pageHeight: number | null };

/** "A4" for a page of that format, upright or not; "160 × 90 mm" for others. */
export function pageSize({ pageWidth, pageHeight }: Page, facts: Words<"facts">): string | null {
  if (!pageWidth || !pageHeight) return null;
  const [short, long] = [Math.min(pageWidth, pageHeight), Math.max(pageWidth, pageHeight)];
  const isOf = ([width, height]: readonly [number, number]) =>
    Math.abs(short - width) <= PAPER_SLACK && Math.abs(long - height) <= PAPER_SLACK;
  const metric = Object.entries(papers).find(([, size]) => isOf(size))?.[0];
  if (metric) return metric;
  if (isOf(americanPapers.letter)) return facts("letter");
  if (isOf(americanPapers.legal)) return facts("legal");
  return facts("millimetres", { width: String(Math.round(pageWidth)), height: String(Math.round(pageHeight)) });
}

/** "320 kbit/s"; "44.1 kHz, 16 bit" where nothing is lost. */
function soundQuality(told: SoundFacts, facts: Words<"facts">): string | null {
  const { bitRate, bitDepth } = told;
  const rate = sampleRate(told, facts);
  if (bitDepth !== null && rate) return `${rate}, ${facts("bitDepth", { bits: String(bitDepth) })}`;
  return bitRate ? facts("bitRate", { rate: numberText(Math.round(bitRate / 1_000), facts) }) : null;
}

/** "44.1 kHz" */
export function sampleRate({ sampleRate: hertz }: SoundFacts, facts: Words<"facts">): string | null {
  if (!hertz) return null;
  return facts("sampleRate", { rate: decimalText(String(Math.round(hertz / 100) / 10), facts.locale) });
}

/** "stereo", "6 channels". */
function channelsOf({ channels }: SoundFacts, facts: Words<"facts">): string | null {
  if (channels === 1) return facts("mono");
  if (channels === 2) return facts("stereo");
  return counted(channels, (count) => facts("channels", { count }));
}

/** "1920 × 1080": points are counted like the numbers of a name, without separators. */
function pointsOf({ width, height }: FilmFacts, facts: Words<"facts">): string | null {
  return width && height ? facts("points", { width: String(width), height: String(height) }) : null;
}

/** A whole number as the reader's language writes it. */
export function numberText(number: number, { locale }: { locale: keyof typeof locales }): string {
  return new Intl.NumberFormat(locales[locale].tag).format(number);
}
