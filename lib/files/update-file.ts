import "server-only";
import { db, type Tx } from "../db/client";
import { AppError } from "../errors";
import { newId } from "../ids";
import type { FileForSale } from "./find-file";
import { readOwnFile } from "./own-file";
import { requirePayable } from "./require-payable";
import { readOnSaleUntil, readPrice } from "./sale-terms";
import { readDescription, readTitle } from "./sale-text";
import type { OwnFile, UpdateFile } from "./schema";

type Creator = FileForSale["creator"];

/**
 * Changes a file for sale. A new price closes the current terms and opens new ones in the same transaction: the old ones
 * stay payable for a while (rule 7), so that a buyer who is signing now still gets the file for what was shown.
 *
 * @throws AppError `file_not_found` for a file of somebody else too, `file_removed`, `invalid_price`, `invalid_date`,
 *   `invalid_input`
 */
export async function updateFile(creatorId: string, fileId: string, changes: UpdateFile, now: Date): Promise<OwnFile> {
  const title = changes.title === undefined ? undefined : readTitle(changes.title);
  const description = changes.description === undefined ? undefined : readDescription(changes.description);
  const price = changes.price === undefined ? undefined : readPrice(changes.price);

  await db().$transaction(async (tx) => {
    const file = await lockFile(tx, creatorId, fileId, now);
    const onSaleUntil = readChangedDate(changes.onSaleUntil, file.onSaleUntil, now);
    const { paused } = changes;
    await tx.file.update({ where: { id: fileId }, data: { title, description, paused, onSaleUntil } });
    if (price !== undefined) await changePrice(tx, fileId, file.creator, price, now);
  });
  return readOwnFile(fileId, now);
}

/** Written before it is read, so that two edits at once follow each other, on any database. */
async function lockFile(tx: Tx, creatorId: string, fileId: string, now: Date) {
  const own = { id: fileId, creatorId };
  const { count } = await tx.file.updateMany({ where: { ...own, removedAt: null }, data: { updatedAt: now } });
  const file = await tx.file.findFirst({ where: own, include: { creator: true } });
  if (!file) throw new AppError("file_not_found");
  if (count !== 1) throw new AppError("file_removed");
  return file;
}

/** The date that already stands may be sent along with another change, even when it is past. */
function readChangedDate(text: string | undefined, current: Date, now: Date): Date | undefined {
  if (text === undefined || new Date(text).getTime() === current.getTime()) return undefined;
  return readOnSaleUntil(text, now);
}

async function changePrice(tx: Tx, fileId: string, creator: Creator, priceMicroUsd: bigint, now: Date): Promise<void> {
  const current = await tx.terms.findFirstOrThrow({ where: { fileId, until: null } });
  if (current.priceMicroUsd === priceMicroUsd) return;
  const { payTo } = creator;
  const { downloadDays } = current;
  const terms = { id: newId(), fileId, priceMicroUsd, payTo, downloadDays, from: now, until: null };
  requirePayable(creator, terms);
  await tx.terms.update({ where: { id: current.id }, data: { until: now } });
  await tx.terms.create({ data: terms });
}
