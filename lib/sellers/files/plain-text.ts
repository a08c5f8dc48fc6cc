import "server-only";

/**
 * Text as it is searched: without accents, vowel signs, capitals and other spellings of one letter, in any script. Linear
 * in its length.
 */
export function plainText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\u0640]/gu, "")
    .toLowerCase()
    .normalize("NFC");
}

/** True if the texts have all words of the query, each as a part of any of them. */
export function hasWords(texts: readonly string[], words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const plain = texts.map(plainText);
  return words.every((word) => plain.some((text) => text.includes(word)));
}

/** The words of a query. */
export function wordsOf(query: string): string[] {
  return plainText(query)
    .split(/\s+/)
    .filter((word) => word !== "");
}
