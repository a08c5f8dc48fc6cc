import { decodeCodePage, isCodePage } from "./code-pages";
import { decodeUtf32 } from "./utf-32";

/**
 * The encodings in which texts are read: those of the Encoding Standard that still occur in files, UTF-32, and two of DOS
 * that no browser knows. Each belongs to a group, by the script that it was made for.
 */
const groups = {
  unicode: ["utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be"],
  western: ["windows-1252", "macintosh", "ibm850", "ibm437"],
  central: ["windows-1250", "iso-8859-2"],
  cyrillic: ["windows-1251", "koi8-u", "ibm866", "iso-8859-5", "x-mac-cyrillic"],
  greek: ["windows-1253"],
  turkish: ["windows-1254"],
  hebrew: ["windows-1255"],
  arabic: ["windows-1256"],
  baltic: ["windows-1257"],
  vietnamese: ["windows-1258"],
  thai: ["windows-874"],
  chinese: ["gb18030", "big5"],
  japanese: ["shift_jis", "euc-jp", "iso-2022-jp"],
  korean: ["euc-kr"],
} as const;

type EncodingGroup = keyof typeof groups;
export type Encoding = (typeof groups)[EncodingGroup][number];

export const encodings = Object.entries(groups).flatMap(([group, names]) =>
  names.map((name) => ({ name: name as Encoding, group: group as EncodingGroup })),
);

/** The group of an encoding. */
export function groupOf(encoding: Encoding): EncodingGroup {
  return encodings.find(({ name }) => name === encoding)?.group ?? "unicode";
}

/**
 * Bytes as text, without their mark. What does not exist in the encoding becomes U+FFFD.
 *
 * @param cut whether the bytes may end inside a character, because the file continues
 */
export function decodeText(bytes: Uint8Array, encoding: Encoding, cut: boolean): string {
  if (encoding === "utf-32le" || encoding === "utf-32be") return decodeUtf32(bytes, encoding === "utf-32le");
  if (isCodePage(encoding)) return decodeCodePage(bytes, encoding);
  return new TextDecoder(encoding).decode(bytes, { stream: cut });
}

/** The same, or null if any byte does not exist in the encoding. */
export function decodeStrictly(bytes: Uint8Array, encoding: Encoding, cut: boolean): string | null {
  if (encoding.startsWith("utf-32") || isCodePage(encoding)) {
    const text = decodeText(bytes, encoding, cut);
    return text.includes("\ufffd") ? null : text;
  }
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: cut });
  } catch {
    return null;
  }
}
