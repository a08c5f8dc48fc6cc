/** Bytes of a PDF that is repaired: all of it has to be in memory. */
export const REPAIR_MAX = 64 * 1024 * 1024;

/** Where no table of objects can be. */
const ZERO = 0x30;

type RepairedPdf = {
  bytes: Uint8Array;
  /** Numbers of the objects that stand in for pages that are not there. */
  missing: ReadonlySet<number>;
};

/**
 * Puts empty pages in the place of pages that a PDF names and does not have: pdf.js gives up at the first of them, and all
 * pages behind it are lost. Null if no page is missing, or if that cannot be told because objects are compressed.
 */
export function repairPdf(bytes: Uint8Array): RepairedPdf | null {
  const text = new TextDecoder("latin1").decode(bytes);
  if (/\/Type\s*\/ObjStm\b/.test(text)) return null;
  const present = new Set(Array.from(text.matchAll(/(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\s*<</g), ([, id]) => Number(id)));
  const kids = Array.from(text.matchAll(/\/Kids\s*\[([\d\sR]*)\]/g), ([, list = ""]) => list).join(" ");
  const named = Array.from(kids.matchAll(/(\d{1,10})\s+\d{1,5}\s+R/g), ([, id]) => Number(id));
  const missing = new Set(named.filter((id) => !present.has(id)));
  if (missing.size === 0) return null;
  const pages = [...missing].map((id) => `\n${id} 0 obj\n<</Type/Page/MediaBox[0 0 595 842]/Resources<<>>>>\nendobj\n`);
  // Without the table of objects, pdf.js looks for all of them itself, and the last one of a number counts.
  const end = new TextEncoder().encode(pages.join(""));
  const repaired = new Uint8Array(bytes.length + end.length);
  repaired.set(bytes);
  repaired.set(end, bytes.length);
  for (const { index, 1: digits = "" } of text.matchAll(/(?<=startxref\s{1,4})(\d+)/g)) {
    repaired.fill(ZERO, index, index + digits.length);
  }
  return { bytes: repaired, missing };
}
