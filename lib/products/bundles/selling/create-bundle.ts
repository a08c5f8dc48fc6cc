import "server-only";
import type { Seller } from "@/generated/sqlite/client/client";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { requireConsent } from "@/lib/legal/consent";
import { changeShowing } from "@/lib/previews/showing/showing";
import { type Part, writeBundleVersion } from "@/lib/products/bundles/write-version";
import { coverBundle } from "@/lib/products/files/cover-bundle";
import { insertFile } from "@/lib/products/files/create-file";
import { normaliseFileName } from "@/lib/products/files/file-name";
import { readOwnFile } from "@/lib/products/files/own-file";
import { readOnSaleUntil } from "@/lib/products/files/read-on-sale-until";
import { readPrice } from "@/lib/products/files/read-price";
import { requirePayable } from "@/lib/products/files/require-payable";
import { readDescription, titleOr } from "@/lib/products/files/sale-text";
import type { OwnFile } from "@/lib/products/files/schema";
import { requireMaySell } from "@/lib/sign-in/require-may-sell";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { nameBundleOfUpload } from "./find-bundle";
import { type Gathered, gatherFiles, takePart } from "./gather-files";
import type { CreateBundle } from "./schema";

/**
 * Sells several files together: one price, one link. Uploads become files that are not sold alone until their seller says so;
 * files that are sold already stay on sale. All of it or nothing is written.
 *
 * @throws AppError those of `requireMaySell`, `gatherFiles`, `takePart` and `coverBundle`; `terms_not_accepted`, `sign_in_required`,
 *   `invalid_price`, `bundle_too_large`, `seller_quota`, `storage_unpaid`; `upload_already_used` tells its own seller which bundle
 */
export async function createBundle(session: SessionData, input: CreateBundle, now: Date): Promise<OwnFile> {
  const { sellerId } = session;
  await requireMaySell(session);
  const priceMicroUsd = readPrice(input.price);
  const onSaleUntil = readOnSaleUntil(input.onSaleUntil, now);
  const gathered = await gatherFiles(input.files, sellerId).catch((error) =>
    nameBundleOfUpload(error, input.files, sellerId),
  );
  const id = newId();
  const sold = { ...input, priceMicroUsd, onSaleUntil };
  await db()
    .$transaction(async (tx) => {
      const seller = await tx.seller.findUnique({ where: { id: sellerId } });
      if (!seller) throw new AppError("sign_in_required");
      await requireConsent(tx, seller, input.acceptTerms, now);
      const parts = await takeParts(tx, seller, gathered, sold, now);
      await insertBundle(tx, { id, seller, parts, sold }, now);
    })
    .catch((error) => nameBundleOfUpload(error, input.files, sellerId));
  return readOwnFile(id, now);
}

type Sold = Pick<CreateBundle, "title" | "description" | "downloadDays" | "listed" | "showing"> & {
  priceMicroUsd: bigint;
  onSaleUntil: Date | null | undefined;
};

/**
 * The versions to be sold together. An upload becomes a file with the dates and the price of the bundle, which sells nothing
 * itself: it is paused.
 */
export async function takeParts(
  tx: Tx,
  seller: Seller,
  gathered: readonly Gathered[],
  { priceMicroUsd, onSaleUntil, downloadDays }: Pick<Sold, "priceMicroUsd" | "onSaleUntil" | "downloadDays">,
  now: Date,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (const one of gathered) {
    if (one.kind === "file") {
      parts.push(await takePart(tx, one.fileId, seller.id, now));
      continue;
    }
    const { upload } = one;
    const file = { id: newId(), seller, upload, priceMicroUsd, onSaleUntil, downloadDays, paused: true };
    const versionId = await insertFile(tx, file, now);
    parts.push(await tx.fileVersion.findUniqueOrThrow({ where: { id: versionId } }));
  }
  return parts;
}

type NewBundle = { id: string; seller: Seller; parts: readonly Part[]; sold: Sold };

async function insertBundle(tx: Tx, { id, seller, parts, sold }: NewBundle, now: Date): Promise<void> {
  const { payTo, payToNetworks, refundPolicy, refundNote } = seller;
  const { priceMicroUsd } = sold;
  requirePayable({ priceMicroUsd, payTo, payToNetworks });
  const dates = { onSaleUntil: sold.onSaleUntil, downloadDays: sold.downloadDays };
  const fileIds = parts.map(({ fileId }) => fileId);
  const { onSaleUntil, downloadDays } = await coverBundle(tx, { seller, file: null, dates }, now, fileIds);
  const titled = titleOr(sold.title, parts[0]?.name ?? "");
  await tx.file.create({
    data: {
      id,
      sellerId: seller.id,
      ...titled,
      description: readDescription(sold.description ?? ""),
      onSaleUntil,
      listed: sold.listed ?? false,
      showing: sold.showing ? changeShowing(null, sold.showing) : null,
      createdAt: now,
      updatedAt: now,
    },
  });
  const name = archiveName(titled.title);
  const versionId = await writeBundleVersion(tx, id, { parts, name, newVersionFor: "new-buyers", now });
  const agreed = { priceMicroUsd, payTo, payToNetworks, downloadDays, refundPolicy, refundNote };
  await tx.terms.create({ data: { id: newId(), fileId: id, versionId, ...agreed, from: now } });
}

/** The archive is saved under the bundle's title. */
function archiveName(title: string): string {
  return normaliseFileName(`${title.replace(/[/\\]/gu, "_")}.zip`);
}
