/** The dictionary of a stream: in a PDF it is always plain text, also where the file is compressed or encrypted. */
const dictionary = /obj\s*<<([\s\S]{0,1500}?)>>\s*stream/g;
/** Characters kept of a part, since a dictionary may go on in the next one. */
const OVERLAP = 2_000;

/**
 * Looks through the parts of a PDF as they are read, for pictures that are too large to be drawn: pdf.js leaves them out
 * without a word.
 *
 * @param limit pixels of a picture
 * @param onFound called once
 * @returns a function to call with each part, and the place where it begins in the file
 */
export function findLargePictures(limit: number, onFound: () => void): (begin: number, part: Uint8Array) => void {
  const ends = new Map<number, string>();
  let isFound = false;
  return (begin, part) => {
    if (isFound) return;
    const text = (ends.get(begin) ?? "") + new TextDecoder("latin1").decode(part);
    ends.set(begin + part.length, text.slice(-OVERLAP));
    for (const [, entries = ""] of text.matchAll(dictionary)) {
      if (!/\/Subtype\s*\/Image\b/.test(entries)) continue;
      if (numberOf("Width", entries) * numberOf("Height", entries) > limit) isFound = true;
    }
    if (isFound) onFound();
  };
}

function numberOf(name: string, entries: string): number {
  return Number(new RegExp(`/${name}\\s+(\\d{1,9})(?!\\s+\\d+\\s+R)`).exec(entries)?.[1] ?? 0);
}
