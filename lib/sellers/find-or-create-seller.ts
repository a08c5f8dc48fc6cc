import "server-only";
import { db, isUniqueViolation } from "@/lib/db/client";
import { newId } from "@/lib/ids";

export type Seller = {
  id: string;
  /** 0 for a plain key, else the chain of the contract account. */
  chainId: number;
  /** Lower case. */
  address: string;
  /** Where this seller's money goes; lower case. */
  payTo: string;
};

const columns = { id: true, chainId: true, address: true, payTo: true } as const;

/**
 * The seller of a wallet, made at its first sign-in with the wallet itself as payout address.
 *
 * @param wallet as `signIn` gives it: lower-case address, chain id 0 for a plain key
 */
export async function findOrCreateSeller(wallet: { chainId: number; address: string }, now: Date): Promise<Seller> {
  const where = { chainId_address: { chainId: wallet.chainId, address: wallet.address } };
  const known = await db().seller.findUnique({ where, select: columns });
  if (known) return known;
  try {
    const payToNetworks = wallet.chainId === 0 ? "" : `eip155:${wallet.chainId}`;
    const data = { id: newId(), ...wallet, payTo: wallet.address, payToNetworks, createdAt: now };
    return await db().seller.create({ data, select: columns });
  } catch (error) {
    // The same wallet signed in twice at the same time.
    if (isUniqueViolation(error)) return db().seller.findUniqueOrThrow({ where, select: columns });
    throw error;
  }
}
