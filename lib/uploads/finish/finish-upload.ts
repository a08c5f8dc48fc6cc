import "server-only";
import { isHashBlocked } from "@/lib/blocks/blocks";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";
import { SNIFFER, sniff } from "@/lib/sniffing/sniff-type";
import { withFile } from "@/lib/storage/byte-source";
import { storage } from "@/lib/storage/storage";
import { finishingLocks } from "@/lib/uploads/bytes/locks";
import { readReceived } from "@/lib/uploads/bytes/unverified-bytes";
import { partPath } from "@/lib/uploads/bytes/upload-file";
import { uploadHashes } from "@/lib/uploads/bytes/upload-hashes";
import type { UploadRow, UploadState } from "@/lib/uploads/bytes/upload-row";
import { refuseUpload } from "./refuse-upload";
import { startScan } from "./scan-upload";

/**
 * Turns a complete upload into a finished one: hashed, with its media type detected, and moved into storage so that it
 * survives a power cut. Safe to call again, also after a crash at any point: the hash is written before the bytes move,
 * and the state only after they moved. Scanning them begins then, and continues in the background: it may take minutes.
 * Bytes that the operator has blocked are refused.
 *
 * @throws AppError `upload_incomplete` when bytes are missing, `upload_not_found` when it was discarded in the meantime
 */
export async function finishUpload(uploadId: string, now: Date): Promise<UploadRow> {
  const row = await finish(uploadId, now);
  if (settings().scanner && row.state === "finished" && row.scan === null) startScan(uploadId, now);
  return row;
}

function finish(uploadId: string, now: Date): Promise<UploadRow> {
  return finishingLocks().run(uploadId, async () => {
    const row = await db().upload.findUnique({ where: { id: uploadId } });
    if (!row || row.state === "discarded") throw new AppError("upload_not_found");
    if (row.state !== "receiving") return row;

    const part = await readReceived(row);
    if (part) {
      if (BigInt(part.size) !== row.size) throw new AppError("upload_incomplete");
      const described = await describe(row);
      if (await isHashBlocked(described.sha256 ?? "")) return refuseBlocked(described, now);
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

async function refuseBlocked(row: UploadRow, now: Date): Promise<UploadRow> {
  await refuseUpload(row, { refusal: "hash_blocked" }, now);
  return db().upload.findUniqueOrThrow({ where: { id: row.id } });
}

async function describe(row: UploadRow): Promise<UploadRow> {
  const path = partPath(row.id);
  const { sha256, crc32 } = await uploadHashes().digest(row.id, Number(row.size));
  const { mediaType, codecs } = await withFile(path, (source) => sniff(source, row.name));
  return write(row.id, { sha256, crc32, mediaType, codecs: codecs.join(), sniffer: SNIFFER });
}

type Changes = {
  sha256?: string;
  crc32?: string;
  mediaType?: string;
  codecs?: string;
  sniffer?: number;
  state?: UploadState;
  finishedAt?: Date;
};

async function write(id: string, data: Changes): Promise<UploadRow> {
  const [row] = await db().upload.updateManyAndReturn({ where: { id, state: "receiving" }, data });
  if (!row) throw new AppError("upload_not_found");
  return row;
}
