import "server-only";
import { Readable } from "node:stream";
import { AppError } from "@/lib/errors";
import { storage } from "@/lib/storage/storage";
import type { Piece, ZipLayout } from "./zip-layout";

type Stored = { storageKey: string; size: number };

/**
 * Opens a range of an archive: reads only the needed parts of the needed files, one after another, in constant memory.
 *
 * @param range offsets of the first and the last byte
 * @throws AppError `file_unavailable` when a file that the range needs is not here as it should be: before the first byte
 */
export async function openPieces<Entry extends Stored>(
  layout: ZipLayout<Entry>,
  range: { start: number; end: number },
): Promise<Readable> {
  const wanted = layout.pieces.filter(({ at, length }) => at <= range.end && at + length > range.start);
  for (const piece of wanted) {
    if (piece.kind !== "entry") continue;
    const { storageKey, size } = piece.entry;
    if ((await storage().size(storageKey)) !== size) throw new AppError("file_unavailable");
  }
  return Readable.from(readAll(wanted, range), { objectMode: false });
}

async function* readAll<Entry extends Stored>(pieces: Piece<Entry>[], range: { start: number; end: number }) {
  for (const piece of pieces) {
    const start = Math.max(0, range.start - piece.at);
    const end = Math.min(piece.length - 1, range.end - piece.at);
    if (piece.kind === "format") yield piece.bytes.subarray(start, end + 1);
    else yield* await storage().open(piece.entry.storageKey, { start, end });
  }
}
