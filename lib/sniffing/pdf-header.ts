import "server-only";

/** Bytes: readers look for the header of a PDF in the first 1,024 (ISO 32000-1, annex H, note 13). */
const SEARCHED = 1024;

/** Whether a PDF begins in these bytes, or some bytes after their start, as readers accept it. */
export function hasPdfHeader(sample: Buffer): boolean {
  return /%PDF-\d/.test(sample.subarray(0, SEARCHED).toString("latin1"));
}

/**
 * Whether a text is a PDF without binary parts. A text about PDF is none, though it quotes one: only a name that says
 * PDF allows anything before the header.
 */
export function isPdfText(text: string, ending: string): boolean {
  if (ending === "pdf") return /%PDF-\d/.test(text.slice(0, SEARCHED));
  return /^\ufeff?\s{0,100}%PDF-\d\.\d\s/u.test(text) && /\d{1,10} \d{1,5} obj\b/.test(text);
}
