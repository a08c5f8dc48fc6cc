import "server-only";
import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { DataStore, ERRORS, Upload } from "@tus/server";
import { db } from "../db/client";
import { AppError } from "../errors";
import { closePart } from "./close-part";
import { discardUpload } from "./discard-upload";
import { expiresAt } from "./find-upload";
import { UPLOAD_TTL } from "./limits";
import type { PartChecksum } from "./part-checksum";
import { makePartsFolder, partPath } from "./part-file";
import { runningHashes } from "./running-hashes";
import { METADATA_NAME } from "./schema";
import { beginPart, dropPart, keepPart, readReceived } from "./unproven-part";

/**
 * Where @tus/server puts the bytes that arrive. Facts about an upload come from its database row alone, progress from
 * the length of its file. In place of @tus/file-store, which keeps the facts in a second file, hides why writing failed
 * (a full disk) and cannot hash on the way.
 */
export class PartStore extends DataStore {
  override extensions = ["creation", "creation-with-upload", "expiration", "termination", "checksum"];
  readonly #checksum: () => PartChecksum | null;

  /** @param checksum what the bytes of the request at hand should hash to */
  constructor(checksum: () => PartChecksum | null) {
    super();
    this.#checksum = checksum;
  }

  /** The row was written when the upload was admitted; the file begins with the first byte. */
  override async create(upload: Upload): Promise<Upload> {
    await makePartsFolder();
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await db().upload.findUnique({ where: { id } });
    if (!row) throw ERRORS.FILE_NOT_FOUND;
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
   * Writes what arrives, up to where the stream ends or breaks: a later request goes on from there. With a checksum, all
   * of it or nothing (tus 1.0.0, "Checksum": "the uploaded chunk MUST be discarded, and the upload and its offset MUST
   * NOT be updated").
   */
  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const checksum = this.#checksum();
    await beginPart(id, offset, checksum !== null);
    if (checksum === null) return this.#receive(stream, id, offset);
    const hash = createHash(checksum.algorithm);
    try {
      const end = await this.#receive(stream, id, offset, (chunk) => hash.update(chunk));
      if (!hash.digest().equals(checksum.digest)) throw new AppError("checksum_mismatch");
      await keepPart(id);
      return end;
    } catch (error) {
      await dropPart(id, offset);
      throw error;
    }
  }

  async #receive(stream: Readable, id: string, offset: number, see?: (chunk: Buffer) => void): Promise<number> {
    const running = runningHashes().from(id, offset);
    let handle: FileHandle | undefined;
    let position = offset;
    let whole = true;
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        // Opened for the first byte only: an empty last part may come when the file has moved into storage.
        handle ??= await open(partPath(id), constants.O_WRONLY | constants.O_CREAT, 0o600);
        whole = false;
        const writing = writeWhole(handle, chunk, position);
        running?.hash.update(chunk);
        see?.(chunk);
        await writing;
        position += chunk.length;
        if (running) running.length = position;
        whole = true;
      }
      return position;
    } catch (error) {
      // A chunk that could not be written is hashed already. One that never arrived spoils nothing.
      if (!whole) runningHashes().forget(id);
      throw isDiskFull(error) ? new AppError("disk_full", { cause: error }) : error;
    } finally {
      if (handle) await closePart(handle, position - offset);
    }
  }

  override async remove(id: string): Promise<void> {
    if (!(await discardUpload(id))) throw ERRORS.FILE_NOT_FOUND;
  }

  override getExpiration(): number {
    return UPLOAD_TTL;
  }
}

async function writeWhole(handle: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await handle.write(chunk, done, chunk.length - done, position + done);
    done += bytesWritten;
  }
}

function isDiskFull(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOSPC" || code === "EDQUOT";
}
