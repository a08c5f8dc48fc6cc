/** TIFFs of one page each, joined: the places in each directory move, and each leads to the next. */
export function joinTiff(pages: Buffer[]): Buffer {
  const joined = Buffer.concat(pages);
  let begin = 0;
  let lastLink = 4;
  for (const page of pages) {
    const directory = begin + page.readUInt32LE(4);
    joined.writeUInt32LE(directory, lastLink);
    const count = joined.readUInt16LE(directory);
    for (let at = directory + 2; at < directory + 2 + count * 12; at += 12) moveEntry(joined, at, begin);
    lastLink = directory + 2 + count * 12;
    begin += page.length;
  }
  return joined;
}

const SIZES: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 };
const STRIP_PLACES = 273;

function moveEntry(tiff: Buffer, at: number, by: number): void {
  const [tag, type, count] = [tiff.readUInt16LE(at), tiff.readUInt16LE(at + 2), tiff.readUInt32LE(at + 4)];
  const isElsewhere = count * (SIZES[type] ?? 1) > 4;
  if (isElsewhere) tiff.writeUInt32LE(tiff.readUInt32LE(at + 8) + by, at + 8);
  if (tag !== STRIP_PLACES) return;
  const list = isElsewhere ? tiff.readUInt32LE(at + 8) : at + 8;
  for (let index = 0; index < count; index += 1) {
    tiff.writeUInt32LE(tiff.readUInt32LE(list + index * 4) + by, list + index * 4);
  }
}
