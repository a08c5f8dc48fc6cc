import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { showOtherwise } from "@/lib/previews/showing/show-otherwise";
import { readCrc32 } from "@/lib/products/bundles/crc32";
import { requireMaySell } from "@/lib/sign-in/require-may-sell";
import { addVersion } from "./add-version";
import { type FinishedUpload, findFinishedUpload } from "./attach-upload";
import { changeTerms } from "./change-terms";
import { hasEnded, type SaleEnd } from "./file-state";
import { requireNoBundle } from "./is-bundle";
import { readOwnFile } from "./own-file";
import { readOnSaleUntil } from "./read-on-sale-until";
import { readPrice } from "./read-price";
import { renewBundles } from "./renew-bundles";
import { requireCovered } from "./require-covered";
import { requireUnedited } from "./require-unedited";
import { readDescription, readTitle } from "./sale-text";
import type { NewVersionFor, OwnFile, UpdateFile } from "./schema";

/**
 * Changes a file for sale, in one transaction. What a buyer agrees to (price, days to download, bytes) is never edited:
 * the current terms are closed and new ones opened. The old ones stay payable for a while (rule 7), so that a buyer who
 * is signing now still gets the version and the price that were shown.
 *
 * An upload in the request replaces the bytes: it becomes the next version, also in bundles that contain the file. Earlier
 * versions stay for their buyers.
 *
 * A change of what a form shows may say what it was made from: then two forms that are open at the same time do not overwrite each
 * other (`requireUnedited`).
 *
 * @throws AppError `edited_meanwhile`; `file_not_found` for a file of another seller too, `file_removed`, `invalid_price`, `invalid_date`,
 *   `invalid_input`, `not_for_bundles`, those of `requireCovered`; `bytes_gone` when the sale of a file whose bytes were deleted is extended; with an upload also
 *   `file_withheld`, `sale_ended`, those of `requireMaySell` and those of `findFinishedUpload`
 */
export async function updateFile(sellerId: string, fileId: string, changes: UpdateFile, now: Date): Promise<OwnFile> {
  const title = changes.title === undefined ? undefined : readTitle(changes.title);
  const description = changes.description === undefined ? undefined : readDescription(changes.description);
  const priceMicroUsd = changes.price === undefined ? undefined : readPrice(changes.price);
  const replacement = await readReplacement(sellerId, fileId, changes);

  await db().$transaction(async (tx) => {
    const file = await lockFile(tx, sellerId, fileId, now);
    if (changes.editedFrom)
      requireUnedited(file, { ...changes, title, description, priceMicroUsd }, changes.editedFrom);
    const dates = {
      onSaleUntil: readChangedDate(changes.onSaleUntil, file.onSaleUntil, now),
      downloadDays: changes.downloadDays,
    };
    if (dates.onSaleUntil !== undefined && !replacement) await refuseWithoutBytes(tx, fileId);
    const uploadId = replacement?.upload.id ?? null;
    const { isPaid, downloadDays, ...covered } = await requireCovered(
      tx,
      { seller: file.seller, file, uploadId, dates },
      now,
    );
    const after = { ...file, ...covered, terms: { downloadDays } };
    const versionId = replacement ? await replaceBytes(tx, after, { ...replacement, isPaid }, now) : undefined;
    const { paused, listed, onlySellerExtends } = changes;
    const titleFrom = title === undefined ? undefined : "seller";
    const data = { title, titleFrom, description, paused, listed, onlySellerExtends, ...covered };
    await tx.file.update({ where: { id: fileId }, data });
    if (changes.showing) await showOtherwise(tx, file, changes.showing, now);
    await changeTerms(tx, fileId, file.seller, { priceMicroUsd, downloadDays, versionId }, now);
  });
  return readOwnFile(fileId, now);
}

type Replacement = { upload: FinishedUpload; newVersionFor: NewVersionFor };

async function readReplacement(sellerId: string, fileId: string, changes: UpdateFile): Promise<Replacement | null> {
  const { uploadId, uploadToken, newVersionFor } = changes;
  if (uploadId === undefined || uploadToken === undefined || newVersionFor === undefined) return null;
  const file = await db().file.findFirst({ where: { id: fileId, sellerId }, include: { seller: true } });
  if (!file) throw new AppError("file_not_found");
  if (file.withheldAt !== null) throw new AppError("file_withheld");
  await requireNoBundle(db(), fileId);
  await requireMaySell({ sellerId, address: file.seller.address });
  const upload = await findFinishedUpload({ uploadId, uploadToken }, sellerId);
  // Of an upload that an earlier release received.
  const crc32 = upload.crc32 ?? (await readCrc32(upload.storageKey));
  return { upload: { ...upload, crc32 }, newVersionFor };
}

/** Written before it is read, so that two concurrent edits follow each other, on any database. */
async function lockFile(tx: Tx, sellerId: string, fileId: string, now: Date) {
  const own = { id: fileId, sellerId };
  const { count } = await tx.file.updateMany({ where: { ...own, removedAt: null }, data: { updatedAt: now } });
  const file = await tx.file.findFirst({ where: own, include: { seller: true } });
  if (!file) throw new AppError("file_not_found");
  if (count !== 1) throw new AppError("file_removed");
  const { downloadDays, priceMicroUsd } = await tx.terms.findFirstOrThrow({ where: { fileId, until: null } });
  return { ...file, downloadDays, priceMicroUsd };
}

/** The current date may be sent along with another change, even if it has passed. */
function readChangedDate(text: string | null | undefined, current: Date | null, now: Date): Date | null | undefined {
  if (text === null) return current === null ? undefined : null;
  if (text === undefined || new Date(text).getTime() === current?.getTime()) return undefined;
  return readOnSaleUntil(text, now);
}

/** @returns the id of the version that is sold from now on */
async function replaceBytes(
  tx: Tx,
  file: SaleEnd & { id: string; sellerId: string },
  { upload, newVersionFor, isPaid }: Replacement & { isPaid: boolean },
  now: Date,
): Promise<string> {
  // Nobody could buy or download it: it would be deleted unseen.
  if (hasEnded(file, now) && newVersionFor === "new-buyers") {
    throw new AppError("sale_ended", { detail: "Choose a new date until which the new version is on sale." });
  }
  const id = await addVersion(tx, file, upload, { newVersionFor, isPaid, now });
  await renewBundles(tx, await tx.fileVersion.findUniqueOrThrow({ where: { id } }), newVersionFor, now);
  return id;
}

/** A sale without bytes would take money for nothing. */
async function refuseWithoutBytes(tx: Tx, fileId: string): Promise<void> {
  const { version } = await tx.terms.findFirstOrThrow({ where: { fileId, until: null }, include: { version: true } });
  if (version.bytesGoneAt === null) return;
  throw new AppError("bytes_gone", { detail: "Upload the file again to put it on sale under the same link." });
}
