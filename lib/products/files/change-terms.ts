import "server-only";
import type { Tx } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import type { FileForSale } from "./find-file";
import type { TermsRow } from "./payable-terms";
import { requirePayable } from "./require-payable";

/** The parts of the terms that may change; the rest stays. */
type TermsChange = { priceMicroUsd?: bigint; downloadDays?: number | null; versionId?: string };

/**
 * Closes the current terms and opens new ones, unless nothing changes. The caller holds the file's row in the same
 * transaction, so that two concurrent edits are serialised.
 *
 * @throws AppError `invalid_price`; `seller_not_allowed` when a new price cannot be paid on any network
 */
export async function changeTerms(
  tx: Tx,
  fileId: string,
  seller: Pick<FileForSale["seller"], "payTo" | "payToNetworks">,
  change: TermsChange,
  now: Date,
): Promise<void> {
  const current = await tx.terms.findFirstOrThrow({ where: { fileId, until: null } });
  const { priceMicroUsd = current.priceMicroUsd } = change;
  const { downloadDays = current.downloadDays, versionId = current.versionId } = change;
  const newPrice = priceMicroUsd !== current.priceMicroUsd;
  if (!newPrice && downloadDays === current.downloadDays && versionId === current.versionId) return;
  const { payTo, payToNetworks } = seller;
  if (newPrice) requirePayable({ priceMicroUsd, payTo, payToNetworks });
  await tx.terms.update({ where: { id: current.id }, data: { until: now } });
  await tx.terms.create({
    data: { ...current, id: newId(), versionId, priceMicroUsd, payTo, payToNetworks, downloadDays, from: now },
  });
}

/** What all terms of one seller have in common. */
type SharedTerms = Partial<Pick<TermsRow, "payTo" | "payToNetworks" | "refundPolicy" | "refundNote">>;

/** Current terms, with the file that is sold by them. */
export type CurrentTerms = Omit<TermsRow, "version"> & {
  file: { title: string; onSaleUntil: Date | null; keptUntil: Date | null };
};

/**
 * Closes the current terms of all of a seller's files that are not deleted, and opens new ones: the old terms stay
 * valid for earlier buyers, and payable for rule 7's window.
 *
 * @param decide gets the current terms; returns the changes, or null to leave everything as it is. Its errors are
 *   passed on
 */
export async function changeAllTerms(
  tx: Tx,
  sellerId: string,
  decide: (current: CurrentTerms[]) => SharedTerms | null,
  now: Date,
): Promise<void> {
  const sold = { sellerId, removedAt: null };
  // Written before they are read, so that a change of price at the same time comes before or after.
  await tx.file.updateMany({ where: sold, data: { updatedAt: now } });
  const current = await tx.terms.findMany({
    where: { until: null, file: sold },
    include: { file: { select: { title: true, onSaleUntil: true, keptUntil: true } } },
  });
  const change = decide(current);
  if (change === null) return;
  await tx.terms.updateMany({ where: { until: null, file: sold }, data: { until: now } });
  await tx.terms.createMany({
    data: current.map(({ file: _, ...terms }) => ({ ...terms, ...change, id: newId(), from: now })),
  });
}
