import { bytesToHex, concatHex, type Hex, sha256, stringToHex } from "viem";

/**
 * Nonces that name what they pay for. A payer chooses the nonce of an authorization (EIP-3009), and the chain keeps it
 * for ever: with the id of the offer in its second half, anyone who has a list of offers can tell which of them a transfer
 * paid for. Runs in browsers too.
 */

/** Bytes of each half: random, then of the hash. 128 random bits are enough for a wallet never to repeat a nonce. */
const HALF = 16;
const LABEL = stringToHex("filekiosk nonce");

/**
 * A nonce of 32 bytes: 16 random ones, then the first 16 of SHA-256("filekiosk nonce" ‖ these 16 ‖ the id in UTF-8).
 *
 * @param random at least 16 fresh random bytes; only the first 16 are used
 */
export function nonceForOffer(offerId: string, random: Uint8Array): Hex {
  if (random.length < HALF) throw new RangeError(`A nonce needs ${HALF} random bytes.`);
  const start = bytesToHex(random.slice(0, HALF));
  return concatHex([start, tie(start, offerId)]);
}

/** Whether the payer chose this nonce for this offer. A random nonce names it with a probability of 2^-128. */
export function namesOffer(nonce: string, offerId: string): boolean {
  const text = nonce.toLowerCase() as Hex;
  const start = text.slice(0, 2 + 2 * HALF) as Hex;
  return text === concatHex([start, tie(start, offerId)]);
}

function tie(start: Hex, offerId: string): Hex {
  return sha256(concatHex([LABEL, start, stringToHex(offerId)])).slice(0, 2 + 2 * HALF) as Hex;
}
