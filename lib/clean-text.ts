import "server-only";

/**
 * Cleans text that people type or programs send. It removes invisible characters and those that make text read
 * differently from its content: control characters, invisible fillers, direction overrides, and the "tag" characters
 * with which hidden words are smuggled to software. It keeps what scripts and emoji need: joiners and single variation
 * selectors.
 */

/** Flags of England, Scotland, Wales and such are a black flag followed by a few tags; tags elsewhere are hidden text. */
const tags = /(\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{2,6}\u{E007F})|[\u{E0000}-\u{E007F}]/gu;
const repeatedVariation = /([\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}])[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]+/gu;
const lineBreaks = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/gu;
const broken = /[\p{Surrogate}\p{Noncharacter_Code_Point}\uFFF9-\uFFFB]/gu;
/** Everything that is not rendered, except joiners, variation selectors, tags and direction marks. */
const invisible =
  /(?![\u200C-\u200F\u061C\uFE00-\uFE0F\u{E0000}-\u{E007F}\u{E0100}-\u{E01EF}])\p{Default_Ignorable_Code_Point}/gu;
const directionMarks = /\p{Bidi_Control}/gu;

/** Text on one line, NFC, without control, invisible or direction-changing characters, trimmed. */
export function cleanLine(text: string): string {
  return clean(
    text
      .replace(lineBreaks, " ")
      .replaceAll("\t", " ")
      .replace(/\p{Cc}/gu, ""),
  ).trim();
}

/** As {@link cleanLine}, keeping line breaks (as `\n`) and tabs. */
export function cleanParagraphs(text: string): string {
  return clean(text.replace(lineBreaks, "\n").replace(/(?![\n\t])\p{Cc}/gu, "")).trim();
}

/** Also removes the harmless marks that right-to-left prose may need: a file name has no use for them. */
export function removeDirectionMarks(text: string): string {
  return text.replace(directionMarks, "");
}

/** The longest prefix of `text` that `fits`, cut between grapheme clusters. */
export function cutText(text: string, fits: (part: string) => boolean): string {
  if (fits(text)) return text;
  const graphemes = [...new Intl.Segmenter("und", { granularity: "grapheme" }).segment(text)].map((it) => it.segment);
  const cut = longestPrefix(graphemes, fits);
  // One grapheme cluster may be endless (a letter with a thousand accents): then it is cut inside.
  return cut === "" ? longestPrefix([...text], fits) : cut;
}

function longestPrefix(parts: string[], fits: (part: string) => boolean): string {
  let result = "";
  for (const part of parts) {
    if (!fits(result + part)) break;
    result += part;
  }
  return result;
}

function clean(text: string): string {
  return text
    .replace(broken, "")
    .replace(tags, "$1")
    .replace(invisible, "")
    .replace(repeatedVariation, "$1")
    .normalize("NFC");
}
