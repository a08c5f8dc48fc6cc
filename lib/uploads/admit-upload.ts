import "server-only";
import { db } from "../db/client";
import { settings } from "../env";
import { AppError } from "../errors";
import { hashSecret, newSecret } from "../ids";
import { maySell } from "../sign-in/may-sell";
import type { SessionData } from "../sign-in/session";
import { newStorageKey } from "../storage/keys";
import { storage } from "../storage/storage";
import type { UploadState } from "./find-upload";
import { freeForParts, readPart } from "./part-file";
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

const openStates: UploadState[] = ["receiving", "finished"];

/**
 * Admits an upload before its first byte and writes its row.
 *
 * @returns the upload token: answered once, stored as a hash
 * @throws AppError those of `checkUpload`, `upload_quota`, `disk_full`
 */
export async function admitUpload(upload: NewUpload, now: Date): Promise<string> {
  checkUpload(upload.size, upload.session);

  // Received bytes are read before the free space: what arrives in between is then counted twice rather than not at all.
  const received = await receivedBytes();
  const free = BigInt(await freeSpace());
  const { minFreeSpace, maxFileSize } = settings();
  const room = { free, reserve: BigInt(minFreeSpace), maxFileSize: BigInt(maxFileSize) };
  const wanted = { size: BigInt(upload.size), ipPrefix: upload.ipPrefix, creatorId: upload.session?.creatorId ?? null };

  const token = newSecret();
  await db().$transaction(async (tx) => {
    const open = await tx.upload.findMany({
      where: { state: { in: openStates } },
      select: { id: true, state: true, size: true, ipPrefix: true, creatorId: true },
    });
    const counted = open.map((row) => ({
      ...row,
      received: row.state === "finished" ? row.size : (received.get(row.id) ?? 0n),
    }));
    checkQuota(wanted, counted, room);
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
  return token;
}

/**
 * Refuses a part that would use up the last of the disk: other things write there too, the ledger above all.
 *
 * @param bytes still to come
 * @throws AppError `disk_full`
 */
export async function checkRoomForPart(bytes: number): Promise<void> {
  if ((await freeForParts()) - bytes < settings().minFreeSpace / 2) throw new AppError("disk_full");
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

async function receivedBytes(): Promise<Map<string, bigint>> {
  const rows = await db().upload.findMany({
    where: { state: "receiving" satisfies UploadState },
    select: { id: true },
  });
  const sizes = rows.map(async ({ id }) => [id, BigInt((await readPart(id))?.size ?? 0)] as const);
  return new Map(await Promise.all(sizes));
}

async function freeSpace(): Promise<number> {
  return Math.min(await freeForParts(), (await storage().freeSpace()) ?? Number.POSITIVE_INFINITY);
}
