import "server-only";

/** Latin letters that Unicode does not decompose. */
const latin: Readonly<Record<string, string>> = {
  æ: "ae",
  œ: "oe",
  ß: "ss",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ı: "i",
  þ: "th",
  ħ: "h",
  ŧ: "t",
  ŋ: "n",
  ə: "e",
  ɛ: "e",
  ɔ: "o",
};

const digits: readonly [start: number, pattern: RegExp][] = [
  [0x660, /[\u0660-\u0669]/gu],
  [0x6f0, /[\u06f0-\u06f9]/gu],
  [0x966, /[\u0966-\u096f]/gu],
];

/**
 * A text in the letters of names: width, ligatures and case folded (NFKC), Latin without accents as readers of French write
 * addresses, Arabic without vowel signs and stretching, digits as 0 to 9. Marks that other scripts write words with stay.
 */
export function foldLetters(text: string): string {
  const plain = text.normalize("NFKC").toLowerCase();
  const bare = plain
    .normalize("NFD")
    .replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
    .normalize("NFC")
    .replace(/(\p{Script=Arabic})\p{Mn}+/gu, "$1")
    .replaceAll("\u0640", "");
  const written = Array.from(bare, (letter) => latin[letter] ?? letter).join("");
  return digits.reduce(
    (folded, [start, pattern]) => folded.replace(pattern, (digit) => String(digit.charCodeAt(0) - start)),
    written,
  );
}

/** UTS 39, confusables.txt, as far as letters of names go, and pairs that look like one letter in most fonts. */
const looks: readonly [RegExp, string][] = [
  [/-/gu, ""],
  [/1/gu, "l"],
  [/0/gu, "o"],
  [/rn/gu, "m"],
  [/vv/gu, "w"],
  // Alef with and without its signs, and the Latin letter that it looks like.
  [/[\u0622\u0623\u0625\u0627\u0671-\u0673]/gu, "l"],
  // Heh, teh marbuta and their forms in Persian, Urdu and Kurdish.
  [/[\u0629\u0647\u06be\u06c0-\u06c3\u06d5]/gu, "o"],
  [/[\u0626\u0649\u06cc\u06d2\u06d3]/gu, "\u064a"],
  [/[\u06a9\u06aa]/gu, "\u0643"],
  [/\u0624/gu, "\u0648"],
  [/[\u0621\u0674]/gu, ""],
];

/** What a name looks like: the same for names that could be taken for each other (UTS 39, section 4, "skeleton"). */
export function lookOf(name: string): string {
  return looks.reduce((look, [pattern, to]) => look.replace(pattern, to), name);
}
