// The letters that a font can draw: its `cmap` table (OpenType 1.9), formats 4 and 12, which every current font has.

/**
 * Ranges of code points, both ends included.
 *
 * @param {Buffer} font @returns {[first: number, last: number][]}
 */
export function coveredLetters(font) {
  const cmap = findTable(font, "cmap");
  const ranges = [];
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4));
    const format = table.readUInt16BE(0);
    if (format === 4) ranges.push(...readSegments(table));
    if (format === 12) ranges.push(...readGroups(table));
  }
  return ranges;
}

/** @param {Buffer} font @param {string} wanted */
function findTable(font, wanted) {
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const entry = 12 + index * 16;
    if (font.toString("latin1", entry, entry + 4) === wanted) return font.subarray(font.readUInt32BE(entry + 8));
  }
  throw new Error(`The font has no table ${wanted}.`);
}

/** @param {Buffer} table */
function readSegments(table) {
  const doubled = table.readUInt16BE(6);
  const ranges = [];
  for (let at = 0; at < doubled; at += 2) {
    const last = table.readUInt16BE(14 + at);
    const first = table.readUInt16BE(16 + doubled + at);
    if (first !== 0xffff) ranges.push([first, last]);
  }
  return ranges;
}

/** @param {Buffer} table */
function readGroups(table) {
  return Array.from({ length: table.readUInt32BE(12) }, (_, index) => {
    const at = 16 + index * 12;
    return [table.readUInt32BE(at), table.readUInt32BE(at + 4)];
  });
}
