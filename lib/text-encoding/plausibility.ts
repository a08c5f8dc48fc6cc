import type { Encoding } from "./encodings";

/** How well a text reads that was decoded by a guess: letters that belong together, cases and marks where they occur. */

type Script = { name: string; letters: RegExp; frequent: string };

/** The letters of each script that make up most of its texts. */
const scripts: Script[] = [
  { name: "latin", letters: /\p{Script=Latin}/u, frequent: "" },
  { name: "cyrillic", letters: /\p{Script=Cyrillic}/u, frequent: "оеаинтсрвлкмдпуіяыьгзбч" },
  { name: "greek", letters: /\p{Script=Greek}/u, frequent: "αοιετσνηυρπκμλςάόίέήύ" },
  { name: "hebrew", letters: /\p{Script=Hebrew}/u, frequent: "יוהלאברתשמנםעדחק" },
  { name: "arabic", letters: /\p{Script=Arabic}/u, frequent: "اليمونرتبةعدسفهكحقجذأ" },
  { name: "thai", letters: /\p{Script=Thai}/u, frequent: "านรกอเงมยลวดทสตะปบคห" },
  { name: "hangul", letters: /\p{Script=Hangul}/u, frequent: "이다는의에을고가한지하로사기은도를대정인시자어" },
  {
    name: "han",
    letters: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々]/u,
    frequent: "的一是了我不人在他有这這中大来來上国國个個到说說们們のにはをたがでとしれさいるっり",
  },
];

/** The letters beyond ASCII of the languages that an encoding was made for. */
const latinLetters: Partial<Record<Encoding, string>> = {
  "windows-1250": "áéíóúýčďěňřšťůžąćęłńśźżőűöüăâîşţđäô",
  "iso-8859-2": "áéíóúýčďěňřšťůžąćęłńśźżőűöüăâîşţđäô",
  "windows-1254": "çğıöşüâîûİ",
  "windows-1257": "ąčęėįšųūžāēģīķļņõäöü",
};
const western = "éèàáíóúüöäßçñãõêâôûîïëåøæœùìòý";

/** Marks that stand between or beside words in any script. */
const punctuation = /[\s\u00a0\u2010-\u2026\u2039\u203a«»¿¡·•°§№€£©®™×\u3000-\u301f\uff00-\uff65]/u;
/** Frames and shades: texts of DOS have lines of them. */
const frames = /[\u2500-\u259f]/u;
/** Control characters, characters of private use, and those that do not exist. */
const impossible = /(?!\s)\p{Cc}|\p{Co}|\p{Cn}|\ufffd/u;

/**
 * Points for each character beyond ASCII, and for its neighbours; higher is more plausible. Negative for texts that
 * nobody wrote.
 *
 * @param text its beginning, decoded from `encoding`
 */
export function plausibility(text: string, encoding: Encoding): number {
  const latin = latinLetters[encoding] ?? western;
  let points = 0;
  let before = "";
  let script: Script | undefined;
  for (const character of text) {
    const scriptBefore: Script | undefined = script;
    script = scriptOf(character);
    if (character > "\x7f") points += beside(character, script, before, scriptBefore, latin);
    // A letter of ASCII within a word of another script, which does not occur.
    else if (script && scriptBefore && scriptBefore.name !== "latin") points -= 2;
    else if (before > "\x7f" && scriptBefore && !isUpper(before) && isUpper(character)) points -= 2;
    before = character;
  }
  return points;
}

const known = new Map<string, Script | undefined>();
/** Characters whose script is remembered: more than texts of one language have. */
const MAX_KNOWN = 20_000;

function scriptOf(character: string): Script | undefined {
  if (known.has(character)) return known.get(character);
  const script = scripts.find(({ letters }) => letters.test(character));
  if (known.size < MAX_KNOWN) known.set(character, script);
  return script;
}

function beside(
  character: string,
  script: Script | undefined,
  before: string,
  scriptBefore: Script | undefined,
  latin: string,
): number {
  if (impossible.test(character)) return -6;
  if (halfWidth.test(character)) return 0.1;
  if (/\p{M}/u.test(character)) return scriptBefore ? 0.6 : -3;
  if (!script) return besideMark(character, before, scriptBefore);
  const isWide = script.name === "han" || script.name === "hangul";
  const frequent = script.name === "latin" ? latin : script.frequent;
  const isFrequent = kana.test(character) || frequent.includes(lower(character));
  let points = (isWide ? 1.9 : 0.6) + (isFrequent ? 0.8 : script.name === "latin" ? -0.6 : 0);
  if (scriptBefore && scriptBefore !== script) points -= isWide ? 2 : 2.5;
  if (character === before && !isWide) points -= 0.8;
  if (script.name === "latin" && before > "\x7f" && scriptBefore) points -= 1.2;
  if (isUpper(character)) points -= scriptBefore && !isUpper(before) ? 2.8 : 0.3;
  if (character === "Ğ" && !scriptBefore) points -= 2;
  // Final letters end a word.
  if (/[ךםןףץς]/u.test(before) && scriptBefore === script) points -= 2;
  return points;
}

function besideMark(character: string, before: string, scriptBefore: Script | undefined): number {
  if (frames.test(character)) return before === character ? 1.5 : frames.test(before) ? 0.8 : scriptBefore ? -1.5 : 0;
  const isAtStart = before === "" || /[\s([]/u.test(before);
  // Quotes and dashes where they belong are as good as letters.
  if (/[’”…»]/u.test(character)) return isAtStart ? 0 : 1.5;
  if (/[“‘„«–—]/u.test(character)) return isAtStart ? 1.5 : scriptBefore ? -1 : 0;
  if (character === "€") return /[\s\d]/u.test(before) || isAtStart ? 1 : 0;
  if (punctuation.test(character)) return scriptBefore && /[‚¿¡№×]/u.test(character) ? -1 : 0.2;
  return scriptBefore ? -1.5 : -0.5;
}

const kana = /[\u3040-\u30ff]/u;
/** Katakana of half the width has a byte each, so that almost anything can be decoded to it. */
const halfWidth = /[\uff61-\uff9f]/u;
const lower = (character: string) => character.toLowerCase();
const isUpper = (character: string) => /\p{Lu}/u.test(character);
