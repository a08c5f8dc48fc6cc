import { bytesToHex, type Hex } from "viem";
import { nonceForOffer } from "@/lib/payment-methods/evm/chain-backup/offer-nonce";
import type { Requirement } from "./x402";

/**
 * The nonce of an authorization for a requirement. It names the offer if the requirement does: the chain then shows
 * for ever what was paid for. Separate from the rest of the x402 client, which is loaded before anybody pays: hashing is
 * not.
 *
 * @param randomBytes 32 random bytes
 */
export function chooseNonce({ extra }: Requirement, randomBytes: Uint8Array): Hex {
  return extra.offerId ? nonceForOffer(extra.offerId, randomBytes) : bytesToHex(randomBytes);
}
