/**
 * The one reader of numbers that people type, in fields, commands and settings. It takes the digits, separators and marks of
 * the three languages of the pages, and everything that the pages print. What could mean two numbers is never guessed.
 *
 * Not for programs: those write plain decimals (`parseUsd`), as the API documents.
 */

/**
 * What was read. `unclear` has both readings in a form that is clear ("2500" and "2.50"): to be asked about, or to be named
 * in a refusal. `wrong` is no number that can be used here.
 */
export type Read<T> =
  | { kind: "read"; value: T }
  | { kind: "unclear"; readings: [whole: string, fraction: string] }
  | { kind: "empty" }
  | { kind: "wrong" };

/** Nothing longer is a number that somebody means. */
const LENGTH_MAX = 80;
/** What has no width: marks and isolates of direction, and joiners. Overrides are left, since they change what is seen. */
const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202c\u2060\u2066-\u2069\ufeff]/g;
/** Point, comma, Arabic comma, Arabic decimal and thousands separators, apostrophes, spaces. */
const SEPARATOR = /([.,\u060c\u066b\u066c'\u2019\u02bc\s])/;

const wrong = { kind: "wrong" } as const;

/** The text with Latin digits, and without what nobody sees, such as direction marks. */
export function plainText(text: string): string {
  return text
    .replace(INVISIBLE, "")
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .trim();
}

/**
 * Reads a number of at least 0 as exact decimal text without needless zeros: "1,234.50", "1 234,50", "1'234.5" and "١٬٢٣٤٫٥"
 * are "1234.5". With one point or comma before exactly three digits ("2,500", "1.000") it is unclear, unless only one
 * reading is possible ("0,125", "1234.567", "1,234.567").
 */
export function readNumber(text: string): Read<string> {
  const plain = plainText(text).replace(/^\+/, "");
  if (plain === "") return { kind: "empty" };
  if (plain.length > LENGTH_MAX) return wrong;
  const parts = plain.split(SEPARATOR);
  const digits = parts.filter((_, at) => at % 2 === 0);
  if (!digits.every((part) => /^\d*$/.test(part)) || digits.join("") === "") return wrong;
  const marks = parts.filter((_, at) => at % 2 === 1).map(markOf);
  const whole = grouped(digits, marks);
  const fraction = readFraction(digits, marks);
  if (whole !== null && fraction !== null) return { kind: "unclear", readings: [whole, clearly(fraction)] };
  const value = whole ?? fraction;
  return value === null ? wrong : { kind: "read", value };
}

/** Separators that look different and mean the same become one. */
function markOf(separator: string): string {
  if (separator === "\u060c") return ",";
  if ("'\u2019\u02bc".includes(separator)) return "'";
  return /\s/.test(separator) ? " " : separator;
}

/** The last separator is the decimal one. Null where it cannot be. */
function readFraction(digits: string[], marks: string[]): string | null {
  const last = marks.at(-1);
  const before = marks.slice(0, -1);
  if (last === undefined || !".,\u066b".includes(last) || before.includes(last)) return null;
  const whole = digits.length === 2 && digits[0] === "" ? "0" : grouped(digits.slice(0, -1), before);
  const fraction = (digits.at(-1) ?? "").replace(/0+$/, "");
  return whole === null ? null : fraction === "" ? whole : `${whole}.${fraction}`;
}

/** Digits in groups of three by one separator, or in one piece. Null where they are not, or where zeros lead. */
function grouped([first = "", ...rest]: string[], [mark, ...marks]: string[]): string | null {
  const isOneKind = mark !== "\u066b" && marks.every((other) => other === mark);
  const isInThrees = rest.every((group) => group.length === 3) && (rest.length === 0 || first.length <= 3);
  if (!isOneKind || !isInThrees || first === "" || (first.startsWith("0") && first !== "0")) return null;
  return first === "0" && rest.length > 0 ? null : [first, ...rest].join("");
}

/** With two decimals at least, and never with three: "2.5" is "2.50", "1.234" is "1.2340". */
function clearly(exact: string): string {
  const [whole = "", fraction = ""] = exact.split(".");
  return `${whole}.${fraction.padEnd(2, "0")}${fraction.length === 3 ? "0" : ""}`;
}

/** Reads a whole number of at least 0, such as a number of days. Zeros may lead it. */
export function readWhole(text: string): Read<number> {
  const plain = plainText(text);
  const read = readNumber(/^0\d+$/.test(plain) ? plain.replace(/^0+(?=\d)/, "") : plain);
  if (read.kind !== "read") return read;
  const value = Number(read.value);
  return Number.isSafeInteger(value) ? { kind: "read", value } : wrong;
}

/** Names that may be before and after an amount, the longest first. One token is one dollar. */
const DOLLARS = ["دولارات", "دولارًا", "دولار", "dollars", "dollar", "us$", "$us", "usdc", "usd", "$"];

/**
 * Reads an amount of dollars, or of a token that is worth one, in units of so many decimals: with 6, "$1,234.50", "1 234,50 $" and
 * "1234.50 USDC" are 1234500000. One that is finer than a unit is wrong, as is another currency.
 *
 * @param symbol of the token, if it is none of the usual ones
 */
export function readMoney(text: string, decimals: number, symbol = "usdc"): Read<bigint> {
  const amount = plainText(text).replace(/^\+/, "");
  return readUnits(withoutCurrency(amount, [symbol.toLowerCase(), ...DOLLARS]), decimals);
}

/** Reads a number in units of so many decimals: with 9, "0.5" is 500000000. One that is finer than a unit is wrong. */
export function readUnits(text: string, decimals: number): Read<bigint> {
  const read = readNumber(text);
  if (read.kind !== "read") return read;
  const [whole = "", fraction = ""] = read.value.split(".");
  if (fraction.length > decimals) return wrong;
  return { kind: "read", value: BigInt(whole + fraction.padEnd(decimals, "0")) };
}

function withoutCurrency(amount: string, names: readonly string[]): string {
  if (amount.length > LENGTH_MAX) return amount;
  const text = amount.toLowerCase();
  const before = names.find((name) => text.startsWith(name))?.length ?? 0;
  const rest = text.slice(before).trim();
  const after = names.find((name) => rest.endsWith(name))?.length ?? 0;
  return rest.slice(0, rest.length - after).trim();
}

/** Why an unclear number is refused where nobody can be asked: follows the name of an option or a setting. */
export function unclearWords(text: string, [whole, fraction]: [string, string]): string {
  return `has “${text}”, which could mean ${whole} or ${fraction}. Write ${whole}, or ${fraction}.`;
}
