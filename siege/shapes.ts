import type { Random } from "../test/random";

/** Text that takes a careless parser long. */
export type Shape = {
  name: string;
  /** Exactly so many UTF-16 units, give or take one repetition. No control characters but the tab. */
  make(length: number, random: Random): string;
};

/** How much of it: what fits beside a session's cookie into the 16 KB that all headers of a request may have. */
export const HOSTILE_LENGTH = 15_000;

/** The ends matter: an anchored pattern backtracks over the whole middle when the last character does not match. */
const between = (first: string, middle: string, last: string) => (length: number) => {
  const times = Math.max(1, Math.floor((length - first.length - last.length) / middle.length));
  return `${first}${middle.repeat(times)}${last}`;
};

const repeated: Record<string, [first: string, middle: string, last: string]> = {
  spaces: ["a", " ", "x"],
  tabs: ["a", "\t", "x"],
  dots: ["a", ".", "x"],
  "dots and spaces": ["a", ". ", "x"],
  digits: ["1", "0", "x"],
  "digits and no more": ["", "9", ""],
  dashes: ["0", "-", "x"],
  commas: ["a", ",", "x"],
  "commas and spaces": ["a", " , ", "x"],
  semicolons: ["a", ";", "x"],
  "parameters a=1&": ["", "a=1&", "a=1"],
  "parameters a=1;": ["", "a=1; ", "a=1"],
  "cookies of one name": ["", "fk_session=a; ", "x"],
  equals: ["a", "=", "x"],
  "open brackets": ["", "(", "x"],
  "nested arrays": ["", "[", ""],
  "nested objects": ["", '{"a":', "1"],
  "percent signs": ["", "%25%25", "x"],
  "broken percent signs": ["a", "%", "x"],
  quotes: ['"', '\\"', "x"],
  "single quotes": ["'", "''", "x"],
  slashes: ["a", "/", "x"],
  "dots and slashes": ["", "../", "x"],
  backslashes: ["a", "\\", "x"],
  "combining marks": ["a", "\u0301", "x"],
  "right to left": ["a", "\u202e\u05d0", "x"],
  "wide letters": ["a", "ﷺ", "x"],
  emoji: ["a", "👩‍👩‍👧", "x"],
  "letters of one kind": ["", "a", "!"],
  "letters and digits": ["", "a1", "!"],
  "words with dashes": ["", "a-", "!"],
  "languages with weights": ["", "en;q=0.1,", "x"],
  "ranges of bytes": ["bytes=", "0-1,", "x"],
  "tags in quotes": ["", '"a", ', "x"],
  "weak tags": ["", "W/", '"x"'],
  hex: ["0x", "aF", "g"],
  stars: ["", "*/*,", "x"],
  "angle brackets": ["", "<a ", "x"],
  "lines of a form": ["", "a: b%0d%0a", "x"],
  colons: ["a", ":", "x"],
  addresses: ["", "http://a@", "x"],
};

/** Every shape, the random ones by the seed. */
export const shapes: readonly Shape[] = [
  ...Object.entries(repeated).map(([name, parts]) => ({ name, make: between(...parts) })),
  { name: "base64 of rubbish", make: (length, random) => letters(BASE64, length, random) },
  { name: "many names", make: manyNames },
  { name: "one long token, twice", make: twice },
  { name: "random pieces", make: pieces },
];

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function letters(alphabet: string, length: number, random: Random): string {
  return Array.from({ length }, () => alphabet[random.int(alphabet.length)]).join("");
}

/** As many different parameters as fit. */
function manyNames(length: number, random: Random): string {
  let text = "";
  for (let count = random.int(10); text.length < length - 12; count += 1) text += `${text && "&"}p${count}=1`;
  return text;
}

function twice(length: number, random: Random): string {
  const token = letters("abc", Math.floor(length / 2) - 1, random);
  return `${token} ${token}x`;
}

/** Some pieces of the others, over and over: two kinds of character that alternate are their own shape. */
function pieces(length: number, random: Random): string {
  const all = Object.values(repeated).map(([, middle]) => middle);
  const chosen = Array.from({ length: 2 + random.int(2) }, () => random.pick(all)).join("");
  return between("a", chosen, "x")(length);
}
