import { plainText, type Read, readNumber } from "./read-number";

/** Sizes in bytes as people type them: in fields, commands and settings. */

const THOUSANDS = [1n, 10n ** 3n, 10n ** 6n, 10n ** 9n, 10n ** 12n] as const;
/** Letters of the units in the three languages, by their power of 1,000: "KB", "Ko", "كيلوبايت". */
const NAMES = [
  ["b", "byte", "bytes", "o", "octet", "octets", "بايت"],
  ["kb", "ko", "كيلوبايت"],
  ["mb", "mo", "ميغابايت", "ميجابايت"],
  ["gb", "go", "غيغابايت", "جيجابايت"],
  ["tb", "to", "تيرابايت"],
] as const;

export const GIGABYTE = THOUSANDS[3];

/**
 * Reads a size: "1048576", "1,5 Go", "100MB" (millions), "20GiB" (powers of 1024), "١٫٥ غيغابايت". Rounded to whole bytes.
 *
 * @param unit bytes that a number without a unit counts
 */
export function readSize(text: string, unit = 1n): Read<number> {
  const plain = plainText(text);
  const at = plain.search(/\p{L}/u);
  const read = readNumber(at < 0 ? plain : plain.slice(0, at));
  const each = at < 0 ? unit : unitOf(plain.slice(at).toLowerCase());
  if (each === null || (at >= 0 && read.kind === "empty")) return { kind: "wrong" };
  if (read.kind === "unclear")
    return { kind: "unclear", readings: withUnit(read.readings, at < 0 ? "" : plain.slice(at)) };
  if (read.kind !== "read") return read;
  const [whole = "", fraction = ""] = read.value.split(".");
  const scale = 10n ** BigInt(fraction.length);
  const bytes = Number((BigInt(whole + fraction) * each * 2n + scale) / (scale * 2n));
  return Number.isSafeInteger(bytes) ? { kind: "read", value: bytes } : { kind: "wrong" };
}

function unitOf(name: string): bigint | null {
  const power = NAMES.findIndex((names) => names.some((one) => one === name));
  if (power >= 0) return THOUSANDS[power] ?? null;
  const binary = /^([kmgt])i[bo]$/.exec(name)?.[1];
  return binary === undefined ? null : 1024n ** BigInt("kmgt".indexOf(binary) + 1);
}

function withUnit([whole, fraction]: [string, string], unit: string): [string, string] {
  const space = unit === "" ? "" : " ";
  return [`${whole}${space}${unit}`, `${fraction}${space}${unit}`];
}
