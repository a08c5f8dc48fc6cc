import "server-only";
import { db } from "../db/client";
import { settings } from "../env";
import { AppError } from "../errors";
import { hashSecret, newSecret } from "../ids";
import { maySell } from "../sign-in/may-sell";
import type { SessionData } from "../sign-in/session";
import { newStorageKey } from "../storage/keys";
import type { UploadState } from "./find-upload";
import { freeSpace } from "./free-space";
import { openWindow } from "./moving-room";
import { isKnownSeller, readOpenUploads, readParts } from "./open-uploads";
import { checkQuota } from "./quota";

export type NewUpload = {
  id: string;
  /** Already normalised. */
  name: string;
  /** Bytes. */
  size: number;
  ipPrefix: string;
  session: SessionData | null;
};

/**
 * Admits an upload before its first byte and writes its row.
 *
 * @returns the upload token: answered once, stored as a hash
 * @throws AppError those of `checkUpload`, `upload_quota`, `upload_quota_unsigned`, `disk_full`
 */
export async function admitUpload(upload: NewUpload, now: Date): Promise<string> {
  checkUpload(upload.size, upload.session);

  // Received bytes are read before the free space: what arrives in between is then counted twice rather than not at all.
  const parts = await readParts();
  const free = BigInt(await freeSpace());
  const { minFreeSpace, maxFileSize } = settings();
  const room = { free, reserve: BigInt(minFreeSpace), maxFileSize: BigInt(maxFileSize), now };
  const wanted = { size: BigInt(upload.size), ipPrefix: upload.ipPrefix, creatorId: upload.session?.creatorId ?? null };

  const token = newSecret();
  await db().$transaction(async (tx) => {
    const known = await isKnownSeller(tx, wanted.creatorId);
    checkQuota({ ...wanted, known }, await readOpenUploads(tx, parts, now), room);
    await tx.upload.create({
      data: {
        ...wanted,
        id: upload.id,
        tokenHash: hashSecret(token),
        name: upload.name,
        mediaType: "application/octet-stream",
        storageKey: newStorageKey(),
        state: "receiving" satisfies UploadState,
        createdAt: now,
      },
    });
  });
  openWindow(upload.id, wanted.size, now);
  return token;
}

/**
 * What can be refused without looking at anything.
 *
 * @param size bytes
 * @throws AppError `empty_file`, `file_too_large`, `sign_in_required`, `seller_not_allowed`
 */
export function checkUpload(size: number, session: SessionData | null): void {
  checkSize(size);
  checkSeller(session);
}

function checkSize(size: number): void {
  const { maxFileSize } = settings();
  if (size === 0) throw new AppError("empty_file", { detail: "There is nothing in it to sell." });
  if (size > maxFileSize) {
    throw new AppError("file_too_large", {
      detail: `The largest file this server takes has ${maxFileSize} bytes.`,
      members: { maxFileSize },
    });
  }
}

function checkSeller(session: SessionData | null): void {
  if (settings().sellers === "open") return;
  if (!session)
    throw new AppError("sign_in_required", { detail: "Only certain wallets may sell here. Sign in, then upload." });
  if (!maySell(session.address)) throw new AppError("seller_not_allowed");
}
