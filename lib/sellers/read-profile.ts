import "server-only";
import { getAddress } from "viem";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { sellerUrl } from "@/lib/links/link-url";
import { sellerPictureUrl } from "@/lib/links/picture-url";
import { canReceive } from "@/lib/offers/ways-to-pay";
import type { RefundPolicy } from "@/lib/refunds/schema";
import { settings } from "@/lib/settings/settings";
import type { Profile } from "./schema";

/**
 * A seller's profile and payout address.
 *
 * @throws AppError `sign_in_required` when the session's seller no longer exists
 */
export async function readProfile(sellerId: string): Promise<Profile> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller) throw new AppError("sign_in_required");
  const { address, chainId, name, contact, refundPolicy, refundNote, accent, words, homepage, handle } = seller;
  return {
    address,
    chainId,
    name,
    contact,
    refundPolicy: refundPolicy as RefundPolicy | null,
    refundNote,
    accent,
    words,
    homepage,
    handle,
    page: sellerUrl(seller),
    picture: sellerPictureUrl(seller),
    payTo: getAddress(seller.payTo),
    payoutHeld: seller.payoutHeldAt !== null,
    payToNetworks: settings().networks.flatMap((network) => (canReceive(seller, network) ? [network.name] : [])),
  };
}
