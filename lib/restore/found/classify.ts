import "server-only";
import type { UnknownTransfer } from "@/lib/backup/find-unknown";
import type { Candidates } from "./offers";
import { findRefunds, type KnownSale } from "./refunds";
import type { SoldOffer } from "./sold-offer";

/** What a restored shop makes of a transfer that no row explains. */
export type Found =
  /** It opens to its payer's signature: one of these offers, whichever the payer chooses. */
  | { kind: "sale"; transfer: UnknownTransfer; offers: SoldOffer[] }
  /** The same, but the operator has to allow it first: others settle like this, too. */
  | { kind: "waiting"; transfer: UnknownTransfer; offers: SoldOffer[] }
  /** It keeps something that is here longer: that counts with the operator's yes, whoever paid (rule 11d). */
  | { kind: "storage"; transfer: UnknownTransfer; offers: SoldOffer[] }
  /** It paid for storage of something that is not here: the operator owes it back. */
  | { kind: "owed"; transfer: UnknownTransfer; offers: SoldOffer[] }
  /** Paid where storage is paid, for an offer that is not here: only its payer can show which. */
  | { kind: "unexplained"; transfer: UnknownTransfer }
  /** A sale of this shop whose file is not here: its seller owes a refund. */
  | { kind: "lost"; transfer: UnknownTransfer }
  /** It gives back a sale; `orderId` is null for a sale that no row explains either. */
  | { kind: "refund"; transfer: UnknownTransfer; orderId: string | null; saleReplayKey: string }
  /** A sale that a refund answers. */
  | { kind: "given-back"; transfer: UnknownTransfer }
  /** Not of this shop, as far as anybody can tell. */
  | { kind: "other"; transfer: UnknownTransfer };

/**
 * Decides about each transfer (rule 13). Pure.
 *
 * A mark of ours decides which offer it was; without one the payer's nonce, and without that price, payee and time. Only what
 * our own gas account sent is certainly a sale of this shop.
 *
 * @param offers finds those that a transfer fits
 */
export function classify(
  transfers: readonly UnknownTransfer[],
  sales: readonly KnownSale[],
  offers: (transfer: UnknownTransfer) => Candidates,
): Found[] {
  const refunds = findRefunds(transfers, sales);
  const givenBack = new Set([...refunds.values()].map(({ saleReplayKey }) => saleReplayKey));
  return transfers.map((transfer): Found => {
    const refund = refunds.get(transfer);
    if (refund) return { kind: "refund", transfer, ...refund };
    if (givenBack.has(transfer.replayKey)) return { kind: "given-back", transfer };
    return classifySale(transfer, offers(transfer));
  });
}

function classifySale(transfer: UnknownTransfer, found: Candidates): Found {
  const { named, fitting } = found;
  const ofStorage = classifyStorage(transfer, found);
  if (ofStorage) return ofStorage;
  const { isOurs, offer } = transfer;
  if (named) return { kind: isOurs ? "sale" : "waiting", transfer, offers: [named] };
  // Ours by its mark, for an offer that was made after the backup: which file it was can only be guessed.
  const isGuess = offer !== null || transfer.named !== null;
  if (fitting.length > 0) return { kind: isOurs && !isGuess ? "sale" : "waiting", transfer, offers: fitting };
  return { kind: isOurs || offer ? "lost" : "other", transfer };
}

/** Null for what was not paid for storage, as far as anybody can tell. */
function classifyStorage(
  transfer: UnknownTransfer,
  { named, fitting, storage, isToOperator }: Candidates,
): Found | null {
  if (storage === null) {
    const isOfSeller = named !== null || fitting.length > 0;
    return isToOperator && !isOfSeller ? { kind: "unexplained", transfer } : null;
  }
  const offers = [storage.offer];
  if (!transfer.isOurs) return { kind: "waiting", transfer, offers };
  if (storage.gives === "room") return { kind: "sale", transfer, offers };
  return { kind: storage.gives === "more" ? "storage" : "owed", transfer, offers };
}
