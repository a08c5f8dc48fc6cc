import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { hashSecret, newSecret } from "@/lib/ids";
import { requireQuota } from "@/lib/quota/quota";
import { settings } from "@/lib/settings/settings";
import { maySell } from "@/lib/sign-in/may-sell";
import { requireMaySell } from "@/lib/sign-in/require-may-sell";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { newStorageKey } from "@/lib/storage/keys";
import { aboutToBeFree, discardAll, markDiscarded } from "@/lib/uploads/bytes/discard-upload";
import { freeSpace } from "@/lib/uploads/bytes/free-space";
import type { UploadState } from "@/lib/uploads/bytes/upload-row";
import { checkSize } from "./check-size";
import { readStanding } from "./known-sellers";
import { openWindow } from "./moving-room";
import type { WantedUpload } from "./open-upload";
import { readOpenUploads, readParts } from "./open-uploads";
import { checkQuota, countedAs } from "./quota";
import { readReservedRoom } from "./reserved-room";
import type { Room } from "./room";

type NewUpload = {
  id: string;
  /** Already normalised. */
  name: string;
  /** Bytes. */
  size: number;
  ipPrefix: string;
  session: SessionData | null;
  /** The token, if the client chose it. */
  chosenToken?: string | null;
};

/**
 * Admits an upload before its first byte and writes its row.
 *
 * @returns the upload token: returned once, stored as a hash
 * @throws AppError those of `checkUpload` and `requireMaySell`, `upload_quota`, `upload_quota_unsigned`, `seller_quota`, `disk_full`
 */
export async function admitUpload(upload: NewUpload, now: Date): Promise<string> {
  checkUpload(upload.size, upload.session);
  if (upload.session) await requireMaySell(upload.session);

  // Received bytes are read before the free space: bytes that arrive in between are then counted twice rather than not at all.
  const parts = await readParts();
  const token = upload.chosenToken ?? newSecret();
  const gone = await db().$transaction(async (tx) => {
    if (upload.session) await requireQuota(tx, upload.session.sellerId, BigInt(upload.size));
    const room = await readRoom(tx, now);
    const open = await readOpenUploads(tx, parts, now);
    const wanted = countedAs(await readWanted(tx, upload), open);
    const makingWay = checkQuota(wanted, open, room);
    await markDiscarded(tx, makingWay);
    const { size, ipPrefix, sellerId } = wanted;
    await tx.upload.create({
      data: {
        size,
        ipPrefix,
        sellerId,
        id: upload.id,
        tokenHash: hashSecret(token),
        name: upload.name,
        mediaType: "application/octet-stream",
        storageKey: newStorageKey(),
        state: "receiving" satisfies UploadState,
        createdAt: now,
      },
    });
    return makingWay;
  });
  openWindow(upload.id, BigInt(upload.size), now);
  await discardAll(gone);
  return token;
}

/** Inside the transaction: bytes that others are making way for are already included, and counted only once. */
async function readRoom(tx: Tx, now: Date): Promise<Room & { maxFileSize: bigint }> {
  const { minFreeSpace, maxFileSize } = settings();
  const free = BigInt(await freeSpace()) + aboutToBeFree() - (await readReservedRoom(tx));
  return { free, reserve: BigInt(minFreeSpace), maxFileSize: BigInt(maxFileSize), now };
}

async function readWanted(tx: Tx, { size, ipPrefix, session }: NewUpload): Promise<WantedUpload> {
  const sellerId = session?.sellerId ?? null;
  return { size: BigInt(size), ipPrefix, sellerId, ...(await readStanding(tx, sellerId)) };
}

/**
 * Checks that need no data.
 *
 * @param size bytes
 * @throws AppError `empty_file`, `file_too_large`, `sign_in_required`, `seller_not_allowed`
 */
export function checkUpload(size: number, session: SessionData | null): void {
  checkSize(size);
  checkSeller(session);
}

function checkSeller(session: SessionData | null): void {
  if (settings().sellers === "open") return;
  if (!session)
    throw new AppError("sign_in_required", { detail: "Only certain wallets may sell here. Sign in, then upload." });
  if (!maySell(session.address)) throw new AppError("seller_not_allowed");
}
