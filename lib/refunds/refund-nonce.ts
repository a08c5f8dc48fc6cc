import "server-only";
import { keccak256, toHex } from "viem";

/**
 * The nonce of a sale's refund, the same for every attempt at it. It is made from what identifies the sale on the chain, so
 * that it stays the same if this database is lost and the payment comes back from the chain under another id.
 *
 * @param spent how many of these nonces were used up without moving the money
 * @param sale the sale's replay key; of refunds by earlier versions, its id
 */
export function refundNonce(spent: number, sale: string): `0x${string}` {
  return keccak256(toHex(`filekiosk refund ${spent} ${sale}`));
}
