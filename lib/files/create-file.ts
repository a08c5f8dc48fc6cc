import "server-only";
import type { Upload } from "@/generated/sqlite/client/client";
import { db, type Tx } from "../db/client";
import { AppError } from "../errors";
import { hashSecret, newId, sameSecret } from "../ids";
import { maySell } from "../sign-in/may-sell";
import type { SessionData } from "../sign-in/session";
import { storage } from "../storage/storage";
import { fileUrl } from "./file-url";
import { readOwnFile } from "./own-file";
import { requirePayable } from "./require-payable";
import { readOnSaleUntil, readPrice } from "./sale-terms";
import { readDescription, titleOr } from "./sale-text";
import { type CreateFile, DOWNLOAD_DAYS, type OwnFile } from "./schema";

/**
 * Turns a finished upload into a file for sale. The upload's token proves whose bytes they are, the session who sells
 * them; an upload becomes one file, once.
 *
 * @throws AppError `seller_not_allowed`, `sign_in_required`, `invalid_price`, `invalid_date`, `upload_not_found` (also for
 *   a wrong token), `upload_incomplete`, `upload_already_used` (its own creator is told which file), `file_unavailable`
 */
export async function createFile(session: SessionData, input: CreateFile, now: Date): Promise<OwnFile> {
  if (!maySell(session.address)) throw new AppError("seller_not_allowed");
  const priceMicroUsd = readPrice(input.price);
  const onSaleUntil = readOnSaleUntil(input.onSaleUntil, now);
  const upload = await findFinished(input, session);
  const id = newId();

  await db().$transaction(async (tx) => {
    const creator = await tx.creator.findUnique({ where: { id: session.creatorId } });
    if (!creator) throw new AppError("sign_in_required");
    const terms = { id: newId(), fileId: id, priceMicroUsd, payTo: creator.payTo, downloadDays: DOWNLOAD_DAYS };
    requirePayable(creator, { ...terms, from: now, until: null });
    await claimUpload(tx, upload.id, creator.id, id);
    await tx.file.create({
      data: {
        id,
        creatorId: creator.id,
        name: upload.name,
        mediaType: upload.mediaType,
        size: upload.size,
        sha256: upload.sha256,
        storageKey: upload.storageKey,
        title: titleOr(input.title, upload.name),
        description: readDescription(input.description ?? ""),
        onSaleUntil,
        createdAt: now,
        updatedAt: now,
      },
    });
    await tx.terms.create({ data: { ...terms, from: now } });
  });
  return readOwnFile(id, now);
}

type FinishedUpload = Upload & { sha256: string };

async function findFinished({ uploadId, uploadToken }: CreateFile, session: SessionData): Promise<FinishedUpload> {
  const row = await db().upload.findUnique({ where: { id: uploadId } });
  const proven = sameSecret(hashSecret(uploadToken), row?.tokenHash ?? "");
  if (!row || !proven || row.state === "discarded") throw new AppError("upload_not_found");
  if (row.state === "used") throw alreadyUsed(row, session);
  const { sha256 } = row;
  if (row.state !== "finished" || sha256 === null) throw new AppError("upload_incomplete");
  // A file is offered for money only while its bytes are there.
  if ((await storage().size(row.storageKey)) !== Number(row.size)) throw new AppError("file_unavailable");
  return { ...row, sha256 };
}

/** The one step that decides who gets the upload: of two requests at once, the second changes no row. */
async function claimUpload(tx: Tx, uploadId: string, creatorId: string, fileId: string): Promise<void> {
  const claim = { state: "used", creatorId, fileId };
  const { count } = await tx.upload.updateMany({ where: { id: uploadId, state: "finished" }, data: claim });
  if (count !== 1) throw new AppError("upload_already_used");
}

/** The answer to the first request may have been lost: its creator learns which file it made. */
function alreadyUsed(row: Upload, session: SessionData): AppError {
  const own = row.fileId !== null && row.creatorId === session.creatorId;
  return new AppError("upload_already_used", {
    members: own && row.fileId !== null ? { fileId: row.fileId, url: fileUrl(row.fileId) } : {},
  });
}
