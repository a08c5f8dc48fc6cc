import "server-only";
import { getAddress } from "viem";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { canReceive } from "@/lib/offers/offered-networks";
import type { RefundPolicy } from "@/lib/refunds/schema";
import { settings } from "@/lib/settings/settings";
import type { Profile } from "./schema";

/**
 * What a creator says of itself, and where its money goes.
 *
 * @throws AppError `sign_in_required` when the session's creator no longer exists
 */
export async function readProfile(creatorId: string): Promise<Profile> {
  const creator = await db().creator.findUnique({ where: { id: creatorId } });
  if (!creator) throw new AppError("sign_in_required");
  const { address, chainId, name, contact, refundPolicy, refundNote } = creator;
  return {
    address,
    chainId,
    name,
    contact,
    refundPolicy: refundPolicy as RefundPolicy | null,
    refundNote,
    payTo: getAddress(creator.payTo),
    payToNetworks: settings().networks.flatMap((network) => (canReceive(creator, network) ? [network.name] : [])),
  };
}
