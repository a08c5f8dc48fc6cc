import "server-only";
import type { Seller } from "@/generated/sqlite/client/client";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { requireConsent } from "@/lib/legal/consent";
import { changeShowing } from "@/lib/previews/showing/showing";
import { requireMaySell } from "@/lib/sign-in/require-may-sell";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { addVersion } from "./add-version";
import { type FinishedUpload, findFinishedUpload } from "./attach-upload";
import { readOwnFile } from "./own-file";
import { readOnSaleUntil } from "./read-on-sale-until";
import { readPrice } from "./read-price";
import { requireCovered } from "./require-covered";
import { requirePayable } from "./require-payable";
import { readDescription, titleOr } from "./sale-text";
import type { CreateFile, OwnFile } from "./schema";

/**
 * Turns a finished upload into a file for sale. The upload's token proves the ownership of the bytes, the session
 * identifies the seller; an upload becomes one file, once.
 *
 * @throws AppError those of `requireMaySell` and `requireCovered`, `terms_not_accepted`, `hash_blocked`, `sign_in_required`, `invalid_price`,
 *   `upload_not_found` (also for a wrong token), `upload_incomplete`, `upload_already_used` (its own seller is told which file), `file_unavailable`
 */
export async function createFile(session: SessionData, input: CreateFile, now: Date): Promise<OwnFile> {
  await requireMaySell(session);
  const priceMicroUsd = readPrice(input.price);
  const onSaleUntil = readOnSaleUntil(input.onSaleUntil, now);
  const upload = await findFinishedUpload(input, session.sellerId);
  const id = newId();

  await db().$transaction(async (tx) => {
    const seller = await tx.seller.findUnique({ where: { id: session.sellerId } });
    if (!seller) throw new AppError("sign_in_required");
    await requireConsent(tx, seller, input.acceptTerms, now);
    await insertFile(tx, { ...input, id, seller, upload, priceMicroUsd, onSaleUntil, paused: false }, now);
  });
  return readOwnFile(id, now);
}

type NewFile = Pick<CreateFile, "title" | "description" | "downloadDays" | "listed" | "showing"> & {
  id: string;
  seller: Seller;
  upload: FinishedUpload;
  priceMicroUsd: bigint;
  onSaleUntil: Date | null | undefined;
  /** True for one that is sold with others only. */
  paused: boolean;
};

/**
 * Writes a file for sale: its row, its first version and its terms.
 *
 * @returns the id of the version
 */
export async function insertFile(tx: Tx, file: NewFile, now: Date): Promise<string> {
  const { id, seller, upload, priceMicroUsd, paused } = file;
  const { payTo, payToNetworks, refundPolicy, refundNote } = seller;
  requirePayable({ priceMicroUsd, payTo, payToNetworks });
  const dates = { onSaleUntil: file.onSaleUntil, downloadDays: file.downloadDays };
  const covered = await requireCovered(tx, { seller, file: null, uploadId: upload.id, dates }, now);
  const { isPaid, downloadDays, onSaleUntil, keptUntil, keptBytes } = covered;
  await tx.file.create({
    data: {
      id,
      sellerId: seller.id,
      ...titleOr(file.title, upload.name),
      description: readDescription(file.description ?? ""),
      ...{ paused, onSaleUntil, keptUntil, keptBytes },
      listed: file.listed ?? false,
      showing: file.showing ? changeShowing(null, file.showing) : null,
      createdAt: now,
      updatedAt: now,
    },
  });
  const versionId = await addVersion(tx, { id, sellerId: seller.id }, upload, {
    newVersionFor: "new-buyers",
    ...{ isPaid, now },
  });
  const agreed = { priceMicroUsd, payTo, payToNetworks, downloadDays, refundPolicy, refundNote };
  await tx.terms.create({ data: { id: newId(), fileId: id, versionId, ...agreed, from: now } });
  return versionId;
}
