import type { FilePayApi } from "@/components/payments/wire/pay-api";
import { agree, type Challenge, type Requirement } from "@/components/payments/wire/x402";
import type { Offer } from "@/lib/offers/schema";
import type { FileInfo } from "@/lib/products/files/schema";

/** What a buyer gets for the price. */
export type Goods = Pick<FileInfo, "version" | "downloadDays"> & {
  seller: Pick<FileInfo["seller"], "refundPolicy" | "refundNote">;
};

type Shown = { offer: Offer; goods: Goods; api: Pick<FilePayApi, "file"> };

export type Agreed =
  | { kind: "agreed"; requirement: Requirement }
  /** The seller changed the price or the payee, and nothing else that the page shows. */
  | { kind: "price-changed"; offer: Offer }
  /** More has changed, or it is not known what: the page has to be loaded again. */
  | { kind: "not-offered" };

/**
 * Compares a challenge with what the page shows. A challenge names the seller's terms, but does not say what is in them:
 * if they are others than the page's, the file is read again.
 */
export async function agreeOnOffer(challenge: Challenge, shown: Shown): Promise<Agreed> {
  const { offer } = shown;
  const agreement = agree(challenge, offer);
  if (agreement.kind === "price-changed") {
    const { amount, payTo } = agreement;
    return { kind: "price-changed", offer: { ...offer, amount, payTo } };
  }
  if (agreement.kind !== "other-terms") return agreement;
  const current = await findSameGoods(agreement.offerId, shown);
  if (!current) return { kind: "not-offered" };
  const { amount, payTo } = current;
  if (amount !== offer.amount || payTo !== offer.payTo) return { kind: "price-changed", offer: current };
  // Changed and changed back.
  return agreeOnOffer(challenge, { ...shown, offer: current });
}

/** The offer with this id, if it sells what the page shows. */
async function findSameGoods(offerId: string, { offer, goods, api }: Shown): Promise<Offer | null> {
  const now = await api.file();
  if (!now || !areSame(now, goods)) return null;
  const { network, asset } = offer;
  return now.offers.find((one) => one.offerId === offerId && one.network === network && one.asset === asset) ?? null;
}

function areSame(now: Goods, shown: Goods): boolean {
  return (
    now.version === shown.version &&
    now.downloadDays === shown.downloadDays &&
    now.seller.refundPolicy === shown.seller.refundPolicy &&
    now.seller.refundNote === shown.seller.refundNote
  );
}
