import "server-only";
import { centralHeader, endOfCentral, localHeader, type ZipEntry } from "./zip-records";

/** A part of an archive, in its order: bytes that belong to the format, or all bytes of an entry. */
export type Piece<Entry> = { at: number; length: number } & (
  | { kind: "format"; bytes: Buffer }
  | { kind: "entry"; entry: Entry }
);

export type ZipLayout<Entry> = { /** Bytes. */ size: number; pieces: Piece<Entry>[] };

/**
 * Where every byte of an archive is, known before any byte of its files is read: a ZIP file whose entries are stored without
 * compression, with their CRC-32 in front (APPNOTE.TXT 6.3.10). So its length is exact, any range of it can be made from the
 * ranges of its files, and the same entries always make the same bytes.
 */
export function layOutZip<Entry extends ZipEntry>(entries: readonly Entry[]): ZipLayout<Entry> {
  const pieces: Piece<Entry>[] = [];
  let at = 0;
  const add = (bytes: Buffer) => {
    pieces.push({ kind: "format", at, length: bytes.length, bytes });
    at += bytes.length;
  };
  const central = entries.map((entry) => {
    const offset = at;
    add(localHeader(entry));
    if (entry.size > 0) pieces.push({ kind: "entry", at, length: entry.size, entry });
    at += entry.size;
    return centralHeader(entry, offset);
  });
  const directory = Buffer.concat(central);
  const start = at;
  add(directory);
  add(endOfCentral({ count: entries.length, at: start, length: directory.length }));
  return { size: at, pieces };
}
