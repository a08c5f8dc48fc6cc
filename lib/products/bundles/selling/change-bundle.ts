import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { requireConsent } from "@/lib/legal/consent";
import { writeBundleVersion } from "@/lib/products/bundles/write-version";
import { changeTerms } from "@/lib/products/files/change-terms";
import { coverBundle } from "@/lib/products/files/cover-bundle";
import { hasEnded } from "@/lib/products/files/file-state";
import { isBundle } from "@/lib/products/files/is-bundle";
import { readOwnFile } from "@/lib/products/files/own-file";
import type { OwnFile } from "@/lib/products/files/schema";
import { requireMaySell } from "@/lib/sign-in/require-may-sell";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { takeParts } from "./create-bundle";
import { gatherFiles } from "./gather-files";
import type { ChangeBundle } from "./schema";

/**
 * Changes which files a bundle contains, or their order: its next version, with terms of its own. Buyers of earlier versions
 * keep theirs, and get this one too if the seller says so. The terms before stay payable for a while (rule 7).
 *
 * @throws AppError `file_not_found` for a bundle of another seller and for a file that is no bundle, `file_removed`, `file_withheld`,
 *   `sale_ended`, those of `requireMaySell`, `gatherFiles`, `takePart` and `coverBundle`, `bundle_too_large`
 */
export async function changeBundle(
  session: SessionData,
  bundleId: string,
  input: ChangeBundle,
  now: Date,
): Promise<OwnFile> {
  const { sellerId } = session;
  await requireMaySell(session);
  const own = await db().file.findFirst({ where: { id: bundleId, sellerId } });
  if (!own || !(await isBundle(db(), bundleId))) throw new AppError("file_not_found");
  const gathered = await gatherFiles(input.files, sellerId);
  await db().$transaction(async (tx) => {
    const { file, terms } = await lockBundle(tx, { bundleId, sellerId }, now);
    const { seller, onSaleUntil } = file;
    const { newVersionFor } = input;
    await requireConsent(tx, seller, input.acceptTerms, now);
    if (newVersionFor === "new-buyers" && hasEnded({ ...file, terms }, now)) {
      throw new AppError("sale_ended", { detail: "Choose a new date until which the bundle is on sale." });
    }
    // An ended sale is no date for a new file.
    const until = onSaleUntil !== null && onSaleUntil <= now ? undefined : onSaleUntil;
    const { priceMicroUsd, downloadDays } = terms;
    const parts = await takeParts(tx, seller, gathered, { priceMicroUsd, downloadDays, onSaleUntil: until }, now);
    const dates = { onSaleUntil: undefined, downloadDays: undefined };
    const fileIds = parts.map(({ fileId }) => fileId);
    await coverBundle(tx, { seller, file: { ...file, downloadDays }, dates }, now, fileIds);
    const { name } = terms.version;
    const versionId = await writeBundleVersion(tx, bundleId, { parts, name, newVersionFor, now });
    await changeTerms(tx, bundleId, seller, { versionId }, now);
  });
  return readOwnFile(bundleId, now);
}

/** Written before it is read, so that two concurrent edits follow each other. */
async function lockBundle(tx: Tx, { bundleId, sellerId }: { bundleId: string; sellerId: string }, now: Date) {
  const own = { id: bundleId, sellerId };
  await tx.file.updateMany({ where: own, data: { updatedAt: now } });
  const file = await tx.file.findFirstOrThrow({ where: own, include: { seller: true } });
  if (file.withheldAt !== null) throw new AppError("file_withheld");
  if (file.removedAt !== null) throw new AppError("file_removed");
  const terms = await tx.terms.findFirstOrThrow({
    where: { fileId: bundleId, until: null },
    include: { version: true },
  });
  return { file, terms };
}
