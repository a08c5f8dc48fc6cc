import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { idOfNumber, numberOfId } from "@/lib/ids";

/**
 * What this server writes after the call of each settlement that it sends: which offer was bought, sealed, and the proof
 * that it was this shop that sold it. To anyone without the key the 36 bytes look random. Pure.
 *
 * 20 bytes: the offer's id as a number of 128 bits, then the version's number of 32, both big-endian, XORed with the first
 * 20 bytes of HMAC-SHA256(key, "filekiosk offer" ‖ authorization). 16 bytes: the first ones of HMAC-SHA256(key,
 * "filekiosk sale" ‖ authorization ‖ id ‖ version). Texts are joined by NUL, which none of them contains. An
 * authorization moves money once, so no keystream seals two sales.
 */

const SEALED = 20;
const TAG = 16;
/** Bytes of a mark. */
export const MARK = SEALED + TAG;

/** An authorization (EIP-3009). Hex in any spelling. */
export type MarkedAuthorization = {
  /** CAIP-2. */
  network: string;
  token: string;
  payer: string;
  nonce: string;
};

/** What was sold: terms by their id, and the number of the version. */
export type SoldOffer = { id: string; version: number };

/**
 * The mark for one sale, as hex.
 *
 * @param key 32 bytes
 * @returns null when the offer does not fit: its id is none of ours, or its version no number of 32 bits
 */
export function sealSale(key: Buffer, authorization: MarkedAuthorization, offer: SoldOffer): `0x${string}` | null {
  const number = numberOfId(offer.id);
  if (number === null || !Number.isInteger(offer.version) || offer.version < 0 || offer.version > 0xffff_ffff) {
    return null;
  }
  const plain = Buffer.alloc(SEALED);
  plain.write(number.toString(16).padStart(32, "0"), "hex");
  plain.writeUInt32BE(offer.version, 16);
  const mark = Buffer.concat([mask(plain, key, authorization), tagOf(key, authorization, offer)]);
  return `0x${mark.toString("hex")}`;
}

/**
 * Opens the mark at the end of a call.
 *
 * @param data of the transaction, as hex
 * @returns null when the call does not end with a mark that was made with this key for this authorization
 */
export function openSale(key: Buffer, authorization: MarkedAuthorization, data: string): SoldOffer | null {
  const mark = Buffer.from(data.slice(2), "hex").subarray(-MARK);
  if (mark.length < MARK) return null;
  const plain = mask(mark.subarray(0, SEALED), key, authorization);
  const id = idOfNumber(BigInt(`0x${plain.toString("hex", 0, 16)}`));
  const offer = { id, version: plain.readUInt32BE(16) };
  return timingSafeEqual(mark.subarray(SEALED), tagOf(key, authorization, offer)) ? offer : null;
}

/** Seals and opens: twice is nothing. */
function mask(bytes: Buffer, key: Buffer, authorization: MarkedAuthorization): Buffer {
  const stream = hmac(key, ["filekiosk offer", ...partsOf(authorization)]);
  return Buffer.from(bytes.map((byte, at) => byte ^ (stream[at] ?? 0)));
}

function tagOf(key: Buffer, authorization: MarkedAuthorization, { id, version }: SoldOffer): Buffer {
  return hmac(key, ["filekiosk sale", ...partsOf(authorization), id, String(version)]).subarray(0, TAG);
}

function partsOf({ network, token, payer, nonce }: MarkedAuthorization): string[] {
  return [network, token.toLowerCase(), payer.toLowerCase(), nonce.toLowerCase()];
}

function hmac(key: Buffer, parts: string[]): Buffer {
  return createHmac("sha256", key).update(parts.join("\0")).digest();
}
