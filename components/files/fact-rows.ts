import { decimalText } from "@/components/ui/format";
import { locales } from "@/lib/i18n/locales";
import type { Words } from "@/lib/i18n/words";
import type { FileFacts } from "@/lib/previews/facts/schema";
import { isShortened, sampleRate } from "./describe-facts";

type Row = { name: string; value: string };
type Shown = Words<"shown">;

/**
 * What is known of a file's content besides what is at its title (`describeFacts`), by name. What is not known has no row.
 */
export function factRows(told: FileFacts | null, shown: Shown, facts: Words<"facts">): Row[] {
  if (!told) return [];
  const rows = [...rowsOf(told, shown, facts), [shown("nameTrouble"), troubleWords(told, shown)] as const];
  return rows.flatMap(([name, value]) => (value ? [{ name, value }] : []));
}

type Maybe = readonly [name: string, value: string | null];

function rowsOf(told: FileFacts, shown: Shown, facts: Words<"facts">): Maybe[] {
  switch (told.kind) {
    case "picture":
      return [[shown("nameColours"), told.colourSpace]];
    case "pdf":
      return [
        [shown("nameTitle"), told.title],
        [shown("nameAuthor"), told.author],
      ];
    case "book":
      return [
        [shown("nameTitle"), told.title],
        [shown("nameAuthor"), isShortened(told.author) ? told.author : null],
        [shown("nameLanguage"), languageName(told.language, facts)],
      ];
    case "sound":
      return [
        [
          shown("nameCodec"),
          [told.codec, told.bitDepth === null && sampleRate(told, facts)].filter(Boolean).join(" · "),
        ],
        [shown("nameTitle"), told.title],
        [shown("nameArtist"), told.artist],
        [shown("nameAlbum"), told.album],
      ];
    case "film": {
      const rate = told.frameRate && decimalText(String(Math.round(told.frameRate * 100) / 100), facts.locale);
      return [
        [shown("nameCodec"), told.codecs.join(", ")],
        [shown("nameFrameRate"), rate ? facts("frameRate", { rate }) : null],
        [shown("namePlaysIn"), playsIn(told.playsIn, shown)],
        [shown("nameTitle"), told.title],
      ];
    }
    case "archive":
      return [];
    case "text":
      return [[shown("nameEncoding"), told.encoding?.toUpperCase() ?? null]];
  }
}

function playsIn(browsers: "all" | "some" | "none" | null, shown: Shown): string | null {
  if (browsers === null) return null;
  return shown(({ all: "playsInAll", some: "playsInSome", none: "playsInNone" } as const)[browsers]);
}

function troubleWords({ trouble }: FileFacts, shown: Shown): string | null {
  if (trouble === null) return null;
  const keys = { encrypted: "troubleEncrypted", damaged: "troubleDamaged", "too-large": "troubleTooLarge" } as const;
  return shown(keys[trouble]);
}

/** "French" for "fr"; what is no language tag stays as it is. */
function languageName(tag: string | null, { locale }: Words<"facts">): string | null {
  if (!tag) return null;
  try {
    return new Intl.DisplayNames(locales[locale].tag, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
