import "server-only";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Readable } from "node:stream";
import { DataStore, ERRORS, Upload } from "@tus/server";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { expiresAt } from "@/lib/uploads/admission/find-upload";
import { PartRoom } from "@/lib/uploads/admission/moving-room";
import { UPLOAD_TTL } from "@/lib/uploads/admission/quotas-and-lifetimes";
import { closePart } from "@/lib/uploads/bytes/close-upload-file";
import { discardUpload } from "@/lib/uploads/bytes/discard-upload";
import { takeBody } from "@/lib/uploads/bytes/take-body";
import { beginPart, readReceived } from "@/lib/uploads/bytes/unverified-bytes";
import { makePartsFolder, partPath } from "@/lib/uploads/bytes/upload-file";
import { uploadHashes } from "@/lib/uploads/bytes/upload-hashes";
import { writeVerified } from "@/lib/uploads/bytes/write-verified";
import { METADATA_NAME } from "@/lib/uploads/schema";
import type { RequestContext } from "./request-context";

/**
 * The store of @tus/server. The data of an upload comes only from its database row, its progress from the length of its
 * file. Replaces @tus/file-store, which keeps metadata in a second file, hides why writing failed (a full disk) and
 * cannot hash during the upload.
 */
export class UploadStore extends DataStore {
  override extensions = ["creation", "creation-with-upload", "expiration", "termination", "checksum"];
  readonly #current: () => RequestContext;

  /** @param current the current request */
  constructor(current: () => RequestContext) {
    super();
    this.#current = current;
  }

  /** The row was written when the upload was admitted; the file begins with the first byte. */
  override async create(upload: Upload): Promise<Upload> {
    await makePartsFolder();
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await db().upload.findUnique({ where: { id } });
    if (!row || row.state === "discarded") throw ERRORS.FILE_NOT_FOUND;
    const size = Number(row.size);
    const offset = row.state === "receiving" ? ((await readReceived(row))?.size ?? 0) : size;
    // tus counts a fixed time from this date; ours moves with the last byte.
    const since = new Date((await expiresAt(row)).getTime() - UPLOAD_TTL);
    return new Upload({
      id,
      size,
      offset,
      metadata: { [METADATA_NAME]: row.name },
      creation_date: since.toISOString(),
    });
  }

  /**
   * Writes the arriving bytes until the stream ends or fails: a later request resumes from there. With a checksum, all
   * of it or nothing (`writeVerified`).
   *
   * @param empty the empty body that tus sees; the real one bypasses it
   */
  override async write(empty: Readable, id: string, offset: number): Promise<number> {
    empty.resume();
    const { checksum } = this.#current();
    const left = await beginPart(id, offset, checksum !== null);
    if (checksum === null)
      return this.#receive(id, offset, left, { reached: (end) => uploadHashes().advance(id, end) });
    return writeVerified({ id, offset }, checksum, (see) => this.#receive(id, offset, left, { see }));
  }

  async #receive(id: string, offset: number, most: number, { see, reached }: Watch): Promise<number> {
    const { body, stop } = this.#current();
    const file: { handle?: FileHandle } = {};
    const room = new PartRoom(id, offset, most);
    let position = offset;
    const take = async (pieces: Buffer[]) => {
      await room.make(pieces.reduce((total, { length }) => total + length, 0));
      // Opened only for the first byte: an empty last part may come after the file was moved into storage.
      file.handle ??= await open(partPath(id), constants.O_WRONLY | constants.O_CREAT, 0o600);
      const writing = writeWhole(file.handle, pieces, position);
      if (see) for (const piece of pieces) see(piece);
      position = await writing;
      reached?.(position);
    };
    try {
      await takeBody(body ?? Readable.from([]), { most, stop, take });
      return position;
    } catch (error) {
      throw isDiskFull(error) ? new AppError("disk_full", { cause: error }) : error;
    } finally {
      await room.end();
      if (file.handle) await closePart(file.handle, position - offset);
    }
  }

  override async remove(id: string): Promise<void> {
    if (!(await discardUpload(id))) throw ERRORS.FILE_NOT_FOUND;
  }

  override getExpiration(): number {
    return UPLOAD_TTL;
  }
}

/** `see` gets each piece while it is written, `reached` the length of the file once it is. */
type Watch = { see?: (piece: Buffer) => void; reached?: (length: number) => void };

/** @returns the position after the last byte */
async function writeWhole(handle: FileHandle, pieces: Buffer[], position: number): Promise<number> {
  let left = pieces;
  let end = position;
  while (left.length > 0) {
    const { bytesWritten } = await handle.writev(left, end);
    end += bytesWritten;
    left = behind(left, bytesWritten);
  }
  return end;
}

/** What remains of the pieces after their first bytes. */
function behind(pieces: Buffer[], bytes: number): Buffer[] {
  let skipped = 0;
  for (const [at, piece] of pieces.entries()) {
    if (skipped + piece.length > bytes) return [piece.subarray(bytes - skipped), ...pieces.slice(at + 1)];
    skipped += piece.length;
  }
  return [];
}

function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOSPC" || code === "EDQUOT";
}
