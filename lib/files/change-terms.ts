import "server-only";
import type { Tx } from "../db/client";
import { newId } from "../ids";
import type { FileForSale } from "./find-file";
import { requirePayable } from "./require-payable";

/** What may change in what a buyer agrees to; the rest stays as it is. */
export type TermsChange = { priceMicroUsd?: bigint; downloadDays?: number; versionId?: string };

/**
 * Closes the current terms and opens new ones, unless nothing changes. The caller holds the file's row in the same
 * transaction, so that two edits at once follow each other.
 *
 * @throws AppError `invalid_price`, `seller_not_allowed` when a new price cannot be paid anywhere
 */
export async function changeTerms(
  tx: Tx,
  fileId: string,
  creator: Pick<FileForSale["creator"], "payTo" | "payToChains">,
  change: TermsChange,
  now: Date,
): Promise<void> {
  const current = await tx.terms.findFirstOrThrow({ where: { fileId, until: null } });
  const { priceMicroUsd = current.priceMicroUsd } = change;
  const { downloadDays = current.downloadDays, versionId = current.versionId } = change;
  const newPrice = priceMicroUsd !== current.priceMicroUsd;
  if (!newPrice && downloadDays === current.downloadDays && versionId === current.versionId) return;
  const { payTo, payToChains } = creator;
  const { refundPolicy, refundNote } = current;
  if (newPrice) requirePayable({ priceMicroUsd, payToChains });
  await tx.terms.update({ where: { id: current.id }, data: { until: now } });
  await tx.terms.create({
    data: {
      id: newId(),
      fileId,
      versionId,
      priceMicroUsd,
      payTo,
      payToChains,
      downloadDays,
      refundPolicy,
      refundNote,
      from: now,
    },
  });
}
