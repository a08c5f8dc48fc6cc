import type { Hex } from "viem";
import { asByKey, lowerHex } from "@/lib/payment-methods/evm/chain/signature-forms";

/** What was signed, and by which account. */
type Signed = { address: Hex; hash: () => Promise<Hex> };

/**
 * A wallet's signature in the form in which everything is sent: lower-case hex, and a key's as r, s and v (27 or 28). Some
 * wallets write v as 0 or 1, some are compact (EIP-2098). A contract wallet's own signature may look like these, so another
 * spelling is only replaced when the account's key signed it.
 */
export async function canonicalSignature(presented: Hex, { address, hash }: Signed): Promise<Hex> {
  const signature = lowerHex(presented);
  const byKey = asByKey(signature);
  if (byKey === null || byKey === signature) return signature;
  try {
    // Few wallets need it, so it is loaded for them only.
    const { recoverAddress } = await import("viem");
    const signer = await recoverAddress({ hash: await hash(), signature: byKey });
    return signer.toLowerCase() === address.toLowerCase() ? byKey : signature;
  } catch {
    // Not a key's, or the code did not load: the server reads every spelling.
    return signature;
  }
}
