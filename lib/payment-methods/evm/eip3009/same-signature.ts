import "server-only";
import { readCounterfactual } from "@/lib/payment-methods/evm/chain/account-signature";
import { asByKey, lowerHex } from "@/lib/payment-methods/evm/chain/signature-forms";

/**
 * Whether two signatures of one authorization are one in two spellings: a client may write it otherwise the second time, or
 * with the deployment of a wallet that exists by now (ERC-6492). Both signed the same bytes, so this decides about retries only.
 */
export function isSameSignature(one: string, other: string): boolean {
  return comparable(one) === comparable(other);
}

function comparable(text: string): string {
  const signature = lowerHex(text);
  const bare = lowerHex(readCounterfactual(signature)?.signature ?? signature);
  return asByKey(bare) ?? bare;
}
