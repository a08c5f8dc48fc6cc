import "server-only";
import { journaled } from "@/lib/journal/journaled";
import { releaseTransfer } from "@/lib/payments/ledger";
import type { PaymentRow } from "@/lib/payments/rows";
import type { StorageOffer } from "@/lib/products/storage/sealed-offer";
import { shop } from "@/lib/shop/shop";

/**
 * Writes an offer that somebody has accepted to the journal: after its payment was reserved, and before anybody is shown it. A
 * crash in between leaves a reservation that is given up. If it cannot be written the payment is released.
 *
 * @throws AppError `server_busy`: nothing was charged
 */
export async function journalAccepted(
  payment: PaymentRow,
  offer: StorageOffer,
  name: string | null,
  now: Date,
): Promise<void> {
  const { offerId, kind: of, targetId, fileId, size, days, payee, requestKey, endsAt } = offer;
  const { priceMicroUsd } = payment.order;
  const entry = {
    kind: "storage-accepted",
    ...{ offerId, of, targetId, fileId, days, name, payee, requestKey },
    size: size.toString(),
    priceMicroUsd: priceMicroUsd.toString(),
    endsAt: endsAt.toISOString(),
  } as const;
  try {
    await journaled(entry, now, async () => {});
  } catch (error) {
    await releaseTransfer(shop, payment, "journal_unwritten", now);
    throw error;
  }
}
