import "server-only";
import { db } from "@/lib/db/client";
import { sellerPath } from "@/lib/links/link-url";
import { sellerPictureUrl } from "@/lib/links/picture-url";
import { countListed, listShop } from "@/lib/products/files/list-shop";
import type { ListedFile } from "@/lib/products/files/schema";

/** A seller as the seller's page shows them. */
export type SellerPage = {
  id: string;
  /** Lower case. */
  address: string;
  name: string | null;
  /** `/s/{handle}`. */
  path: string;
  /** The operator has stopped the seller's sales: nothing that the seller wrote is shown. */
  isStopped: boolean;
  picture: string | null;
  /** Markdown. */
  words: string | null;
  homepage: string | null;
  accent: string | null;
  /** Proven by DNS. */
  domain: string | null;
  /** Listed files on sale: those that are not listed are for people with their link. */
  files: ListedFile[];
  /** How many there are in all. */
  fileCount: number;
  /** True when there are older ones: ask again with the id of the last of `files`. */
  older: boolean;
};

/**
 * The page of a seller.
 *
 * @param before the last file that was shown; an unknown one, or another seller's, starts at the newest
 * @returns null for a seller without a page
 */
export async function readSellerPage(sellerId: string, now: Date, before?: string): Promise<SellerPage | null> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  const path = seller && sellerPath(seller);
  if (!seller || !path) return null;
  const { id, address, name } = seller;
  const nothing = { picture: null, words: null, homepage: null, accent: null, domain: null };
  if (seller.suspendedAt !== null) {
    return { id, address, name, path, isStopped: true, ...nothing, files: [], fileCount: 0, older: false };
  }
  const [list, fileCount] = await Promise.all([listShop(now, before, sellerId), countListed(sellerId, now)]);
  const { words, homepage, accent, provenDomain: domain } = seller;
  const picture = sellerPictureUrl(seller);
  return { id, address, name, path, isStopped: false, picture, words, homepage, accent, domain, ...list, fileCount };
}
