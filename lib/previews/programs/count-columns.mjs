// The columns of a table in text (RFC 4180, and what programs write instead): the fields of its first record.

const QUOTE = '"';

/**
 * @param {string} text its beginning @param {string[]} separators that its fields may have, the usual one first
 * @param {boolean} isWhole whether the text ends there
 * @returns {number | null} null when the first record does not end
 */
export function countColumns(text, separators, isWhole) {
  const counts = new Map(separators.map((separator) => [separator, 1]));
  let isQuoted = false;
  for (const letter of text) {
    if (letter === QUOTE) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (letter === "\n" || letter === "\r") return most(counts);
    else if (counts.has(letter)) counts.set(letter, counts.get(letter) + 1);
  }
  return isWhole && !isQuoted && text !== "" ? most(counts) : null;
}

const most = (counts) => Math.max(...counts.values());
