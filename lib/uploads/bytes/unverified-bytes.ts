import "server-only";
import { truncate } from "node:fs/promises";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { finishingLocks } from "./locks";
import { partPath, readPart } from "./upload-file";
import { uploadHashes } from "./upload-hashes";
import type { UploadRow, UploadState } from "./upload-row";

/**
 * A part with a checksum counts as a whole or not at all. Its bytes are written to their place while they arrive; until
 * the checksum has matched, the row records up to where bytes are verified. So after a crash in the middle nothing of
 * it counts, and an upload with unverified bytes cannot be finished.
 */

type Receiving = Pick<UploadRow, "id" | "provenTo">;

/** Bytes that count and when the last byte came; null when no byte ever came (or the file is gone). */
export async function readReceived({ id, provenTo }: Receiving): Promise<{ size: number; lastByteAt: Date } | null> {
  const part = await readPart(id);
  return part && { ...part, size: Math.min(part.size, Number(provenTo ?? part.size)) };
}

/**
 * Before the first byte of a part: removes the rest of an unverified one after a crash, and records that the bytes from
 * `offset` on are unverified if the new part has a checksum.
 *
 * @returns how many bytes the upload lacks from `offset` on
 * @throws AppError `upload_not_found` when it was discarded meanwhile
 */
export function beginPart(uploadId: string, offset: number, hasChecksum: boolean): Promise<number> {
  return finishingLocks().run(uploadId, async () => {
    const row = await db().upload.findUnique({
      where: { id: uploadId },
      select: { provenTo: true, size: true, state: true },
    });
    if (!row || row.state === ("discarded" satisfies UploadState)) throw new AppError("upload_not_found");
    const unproven = row.provenTo;
    if (unproven !== null) await cutBytes(uploadId, Number(unproven));
    if (hasChecksum || unproven !== null) await write(uploadId, hasChecksum ? BigInt(offset) : null);
    return Number(row.size) - offset;
  });
}

/** The checksum matches: the bytes count. */
export function keepPart(uploadId: string): Promise<void> {
  return finishingLocks().run(uploadId, () => write(uploadId, null));
}

/** It does not match, or not all bytes came: none of them count. */
export function dropPart(uploadId: string, offset: number): Promise<void> {
  return finishingLocks().run(uploadId, async () => {
    await cutBytes(uploadId, offset);
    await write(uploadId, null);
  });
}

async function cutBytes(uploadId: string, length: number): Promise<void> {
  uploadHashes().forget(uploadId);
  const part = await readPart(uploadId);
  if (part && part.size > length) await truncate(partPath(uploadId), length);
}

async function write(id: string, provenTo: bigint | null): Promise<void> {
  await db().upload.updateMany({ where: { id, state: "receiving" satisfies UploadState }, data: { provenTo } });
}
