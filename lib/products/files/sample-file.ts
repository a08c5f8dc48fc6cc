import "server-only";
import { requireUnblockedHashNow } from "@/lib/blocks/blocks";
import { db, type Tx } from "@/lib/db/client";
import { AppError, wrongField } from "@/lib/errors";
import { hashSecret, sameSecret } from "@/lib/ids";
import { dropSample, isSample, keepSample } from "@/lib/previews/chosen/keep-sample";
import type { SetSampleFile } from "@/lib/previews/chosen/requests";
import { SAMPLE_FILE_MAX_BYTES } from "@/lib/previews/chosen/schema";
import { requireOwn } from "@/lib/previews/require-own";
import { fitsIntoFreeRoom } from "@/lib/quota/free-room";
import { requireQuota } from "@/lib/quota/quota";
import { storesFree } from "@/lib/quota/stores-free";
import { settings } from "@/lib/settings/settings";
import { requireMaySell } from "@/lib/sign-in/require-may-sell";
import { attachUpload, type FinishedUpload, findFinishedUpload } from "./attach-upload";

type Session = { sellerId: string; address: string };

/**
 * Makes a finished upload the sample of a file, in place of an earlier one: anybody may download it. The same request again changes
 * nothing. A file that is paid for has room for a sample as large as it; other samples count as files do.
 *
 * @throws AppError `file_too_large` beyond `SAMPLE_FILE_MAX_BYTES`; `invalid_input` for an upload that was paid for; `seller_quota`;
 *   `scanner_down` while the scanner gave no result; those of `requireOwn`, `requireMaySell` and `findFinishedUpload`
 */
export async function setSampleFile(session: Session, fileId: string, input: SetSampleFile, now: Date): Promise<void> {
  const { sellerId } = session;
  await requireOwn(sellerId, fileId, { adding: true });
  await requireMaySell(session);
  if (await isSampleAlready(fileId, input)) return;
  const upload = await findFinishedUpload(input, sellerId);
  if (upload.size > BigInt(SAMPLE_FILE_MAX_BYTES)) {
    const most = `A sample has at most ${SAMPLE_FILE_MAX_BYTES / 1024 ** 2} MB.`;
    throw new AppError("file_too_large", { detail: most });
  }
  // Everybody gets it: what nobody has looked at may be sold where the operator allows that, but is not given away.
  if (settings().scanner && upload.scan === "not-scanned") {
    throw new AppError("scanner_down", { headers: { "Retry-After": "10" }, members: { retryAfter: 10 } });
  }
  await db().$transaction(async (tx) => {
    const file = await lockFile(tx, fileId, now);
    await requireUnblockedHashNow(tx, upload.sha256);
    await requireUnpaid(tx, upload);
    await attachUpload(tx, upload.id, sellerId, fileId);
    await dropSample(tx, fileId);
    await requireRoom(tx, file, upload.size);
    await keepSample(tx, fileId, upload, now);
  });
}

/**
 * Removes the sample; nothing happens when there is none.
 *
 * @throws AppError those of `requireOwn`
 */
export async function removeSampleFile(sellerId: string, fileId: string): Promise<void> {
  await requireOwn(sellerId, fileId);
  await db().$transaction((tx) => dropSample(tx, fileId));
}

/** The response to an earlier request was lost. */
async function isSampleAlready(fileId: string, { uploadId, uploadToken }: SetSampleFile): Promise<boolean> {
  const upload = await db().upload.findFirst({ where: { id: uploadId, state: "used", fileId } });
  if (!upload || !sameSecret(hashSecret(uploadToken), upload.tokenHash)) return false;
  return isSample(db(), fileId, upload.storageKey);
}

/** Written before it is read, so that a removal or a decision at the same time comes before or after. */
async function lockFile(tx: Tx, fileId: string, now: Date) {
  const open = { id: fileId, removedAt: null, withheldAt: null };
  const { count } = await tx.file.updateMany({ where: open, data: { updatedAt: now } });
  const file = await tx.file.findUniqueOrThrow({ where: { id: fileId }, include: { seller: true } });
  if (count === 0) throw new AppError(file.removedAt ? "file_removed" : "file_withheld");
  return file;
}

/** What was paid for an upload pays for days of a file on sale. */
async function requireUnpaid(tx: Tx, { id, paidDays }: FinishedUpload): Promise<void> {
  if (paidDays === null && (await tx.storagePurchase.count({ where: { uploadId: id } })) === 0) return;
  const words = "Storage was paid for this upload, so that it can only be put on sale.";
  throw wrongField("invalid_input", "uploadId", words, "invalid");
}

type Owned = Awaited<ReturnType<typeof lockFile>>;

async function requireRoom(tx: Tx, { seller, keptUntil, keptBytes }: Owned, size: bigint): Promise<void> {
  if (keptUntil !== null && size <= (keptBytes ?? 0n)) return;
  const hasToPay = settings().storage !== null && !storesFree(seller);
  if (hasToPay && !(await fitsIntoFreeRoom(tx, size))) {
    throw new AppError("seller_quota", { detail: "There is no free room left for a sample of this size." });
  }
  await requireQuota(tx, seller.id, size);
}
