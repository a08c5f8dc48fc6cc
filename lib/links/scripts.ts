import "server-only";

/**
 * Scripts of names. UTS 39, section 5.2: a handle is in one script; a slug, which can only be mistaken for another one of the same
 * seller, may add words in Latin letters to those of one other script. Scripts with many letters that look Latin are never
 * beside it.
 */

/** A name as it stands after `foldLetters`: what is Latin is a to z. */
const scripts = {
  latin: /[a-z]/u,
  arabic: /\p{Script=Arabic}/u,
  cyrillic: /\p{Script=Cyrillic}/u,
  greek: /\p{Script=Greek}/u,
  armenian: /\p{Script=Armenian}/u,
  hebrew: /\p{Script=Hebrew}/u,
  georgian: /\p{Script=Georgian}/u,
  devanagari: /\p{Script=Devanagari}/u,
  bengali: /\p{Script=Bengali}/u,
  tamil: /\p{Script=Tamil}/u,
  thai: /\p{Script=Thai}/u,
  ethiopic: /\p{Script=Ethiopic}/u,
  hangul: /\p{Script=Hangul}/u,
  // Japanese and Chinese: UTS 39 counts them as one.
  han: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u30fc]/u,
} as const;
export type Script = keyof typeof scripts;

/** Scripts in which whole words can look like Latin ones. */
const likeLatin: readonly Script[] = ["cyrillic", "greek", "armenian"];

/** The script of a letter, or null for a digit, a mark and a letter of a script that is not listed. */
export function scriptOf(letter: string): Script | null {
  const found = Object.entries(scripts).find(([, pattern]) => pattern.test(letter));
  return found ? (found[0] as Script) : null;
}

/** The scripts of a text; null if one of its letters has none of the listed. */
export function scriptsOf(text: string): Set<Script> | null {
  const all = new Set<Script>();
  for (const letter of text) {
    if (!/\p{L}/u.test(letter)) continue;
    const script = scriptOf(letter);
    if (script === null) return null;
    all.add(script);
  }
  return all;
}

/** Whether these may be in one name, and no word mixes them. */
export function mayStandTogether(words: readonly string[], all: ReadonlySet<Script>): boolean {
  if (all.size < 2) return true;
  if (all.size > 2 || !all.has("latin") || likeLatin.some((script) => all.has(script))) return false;
  return words.every((word) => (scriptsOf(word)?.size ?? 2) < 2);
}
