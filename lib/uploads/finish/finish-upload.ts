import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { storage } from "@/lib/storage/storage";
import { finishingLocks } from "@/lib/uploads/bytes/locks";
import { readReceived } from "@/lib/uploads/bytes/unverified-bytes";
import { partPath } from "@/lib/uploads/bytes/upload-file";
import { uploadHashes } from "@/lib/uploads/bytes/upload-hashes";
import type { UploadRow, UploadState } from "@/lib/uploads/bytes/upload-row";
import { sniffMediaType } from "./sniff-type";

/**
 * Turns a complete upload into a finished one: hashed, with its media type detected, and moved into storage so that it
 * survives a power cut. Safe to call again, also after a crash at any point: the hash is written before the bytes move,
 * and the state only after they moved.
 *
 * @throws AppError `upload_incomplete` when bytes are missing, `upload_not_found` when it was discarded in the meantime
 */
export function finishUpload(uploadId: string, now: Date): Promise<UploadRow> {
  return finishingLocks().run(uploadId, async () => {
    const row = await db().upload.findUnique({ where: { id: uploadId } });
    if (!row || row.state === "discarded") throw new AppError("upload_not_found");
    if (row.state !== "receiving") return row;

    const part = await readReceived(row);
    if (part) {
      if (BigInt(part.size) !== row.size) throw new AppError("upload_incomplete");
      await describe(row);
      await storage().promote(partPath(row.id), row.storageKey);
    } else if (!(await isPromoted(row))) {
      throw new AppError("upload_incomplete");
    }
    return write(row.id, { state: "finished", finishedAt: now });
  });
}

/** Waits for a finish that is in progress, or resumes an interrupted one, once every byte is here. */
export async function finishIfComplete(row: UploadRow, now: Date): Promise<void> {
  if (row.state === "receiving" && (await isComplete(row))) await finishUpload(row.id, now);
}

async function isComplete(row: UploadRow): Promise<boolean> {
  const part = await readReceived(row);
  return part ? BigInt(part.size) === row.size : isPromoted(row);
}

/** The bytes were moved, and only the state was not written. */
async function isPromoted(row: UploadRow): Promise<boolean> {
  return row.sha256 !== null && BigInt((await storage().size(row.storageKey)) ?? -1) === row.size;
}

async function describe(row: UploadRow): Promise<void> {
  const path = partPath(row.id);
  const sha256 = await uploadHashes().digest(row.id, Number(row.size));
  await write(row.id, { sha256, mediaType: await sniffMediaType(path, row.name) });
}

type Changes = { sha256?: string; mediaType?: string; state?: UploadState; finishedAt?: Date };

async function write(id: string, data: Changes): Promise<UploadRow> {
  const [row] = await db().upload.updateManyAndReturn({ where: { id, state: "receiving" }, data });
  if (!row) throw new AppError("upload_not_found");
  return row;
}
