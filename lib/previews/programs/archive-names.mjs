// Names of files in archives: UTF-8, or whatever the computer wrote that packed them.

import chardet from "chardet";
import { MAX_NAME } from "./archive-entries.mjs";

/** Of 100. */
const CERTAIN = 90;
const WIDE = ["shift_jis", "euc-jp", "euc-kr", "gb18030", "big5"];
/** The upper half of code page 437, in which names are where nothing else is said (APPNOTE.TXT, appendix D). */
const CP437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

/**
 * @param {{ name: Buffer, isUtf8: boolean, bytes: number | null }[]} listed
 * @returns {{ path: string, bytes: number | null }[]} with `/`, and without parts that lead elsewhere
 */
export function readNames(listed) {
  const old = listed.filter(({ name, isUtf8 }) => !isUtf8 && decode(name, "utf-8") === null);
  // One computer wrote them all: together they tell more than each by itself.
  const encoding = old.length > 0 ? detect(Buffer.concat(old.map(({ name }) => Buffer.concat([name, SLASH])))) : null;
  return listed.map(({ name, isUtf8, bytes }) => ({ path: clean(read(name, isUtf8, encoding)), bytes }));
}

const SLASH = Buffer.from("/");

function read(name, isUtf8, encoding) {
  if (isUtf8) return new TextDecoder().decode(name, { stream: true });
  return decode(name, "utf-8") ?? (encoding === null ? readCp437(name) : new TextDecoder(encoding).decode(name));
}

function detect(names) {
  const japanese = decode(names, "shift_jis");
  // Kana are hardly ever there by chance.
  if (japanese !== null && /[\u3041-\u30ff]/u.test(japanese)) return "shift_jis";
  const [guess] = chardet.analyse(names.subarray(0, 4_096));
  const name = guess?.name.toLowerCase() ?? "";
  return guess && guess.confidence >= CERTAIN && WIDE.includes(name) && decode(names, name) !== null ? name : null;
}

const readCp437 = (name) =>
  [...name].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join("");

function decode(bytes, encoding) {
  try {
    // A long name may be cut inside a character.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: bytes.length === MAX_NAME });
  } catch {
    return null;
  }
}

const clean = (path) =>
  path
    .split(/[\\/]/)
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("/");
