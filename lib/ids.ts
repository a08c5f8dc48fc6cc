import "server-only";

import { createHash, randomBytes, randomFillSync, timingSafeEqual } from "node:crypto";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ID_LENGTH = 22;

/** What an id looks like, as the source of a regular expression. */
export const ID_PATTERN = `[0-9A-Za-z]{${ID_LENGTH}}`;

const pool = Buffer.alloc(4_096);
let poolUsed = pool.length;

/**
 * A few random bytes as lower-case hex. Read from the system in larger portions, since each call costs more than its
 * bytes; used bytes are wiped.
 *
 * @param bytes at most 4,096
 */
export function randomHex(bytes: number): string {
  if (poolUsed + bytes > pool.length) {
    randomFillSync(pool);
    poolUsed = 0;
  }
  const drawn = pool.subarray(poolUsed, poolUsed + bytes);
  const hex = drawn.toString("hex");
  drawn.fill(0);
  poolUsed += bytes;
  return hex;
}

/** A new id: 22 base62 characters that carry 128 random bits. Unguessable, but not a secret: it appears in URLs. */
export function newId(): string {
  return idOfNumber(BigInt(`0x${randomHex(16)}`));
}

/** The id that holds a number of 128 bits. */
export function idOfNumber(number: bigint): string {
  let rest = number;
  let id = "";
  for (let index = 0; index < ID_LENGTH; index += 1) {
    id = alphabet[Number(rest % 62n)] + id;
    rest /= 62n;
  }
  return id;
}

/** The number of 128 bits that an id holds; null for a text that is none. 22 characters could hold a little more. */
export function numberOfId(id: string): bigint | null {
  if (!new RegExp(`^${ID_PATTERN}$`).test(id)) return null;
  const number = Array.from(id).reduce((sum, digit) => sum * 62n + BigInt(alphabet.indexOf(digit)), 0n);
  return number < 1n << 128n ? number : null;
}

/** A new secret (claim token, upload token): 32 random bytes as 43 characters of base64url. Store only its hash. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What the database keeps of a secret: its SHA-256 as lower-case hex. Enough, since secrets have 256 random bits. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret, "utf8").digest("hex");
}

/** Compares two secrets or hashes in constant time. */
export function sameSecret(a: string, b: string): boolean {
  const digestOf = (text: string) => createHash("sha256").update(text, "utf8").digest();
  return timingSafeEqual(digestOf(a), digestOf(b));
}

const MIN_BITS = 128;
/** Random hex digits of this length have fewer distinct ones but a few times in a million. */
const MIN_DISTINCT = 9;

/**
 * Whether a secret that a client chose has room for 128 random bits and does not look counted or repeated. Its last part alone is weighed:
 * `pay_` before 32 random hex digits adds nothing. Whether it really is random only its maker knows.
 */
export function isUnguessable(chosen: string): boolean {
  const body = chosen.replace(/^[a-z]{2,16}[_-]/, "");
  // A UUID's hyphens are at fixed positions; those of base64url (RFC 4648, section 5) are digits like the others.
  const random = /^[0-9a-f-]*$|^[0-9A-F-]*$/.test(body) ? body.replaceAll("-", "") : body;
  if (random.length * bitsOfDigit(random) < MIN_BITS) return false;
  if (new Set(random).size < MIN_DISTINCT) return false;
  const codes = Array.from(random, (character) => character.charCodeAt(0));
  const steps = codes.slice(1).filter((code, at) => Math.abs(code - (codes[at] ?? 0)) <= 1).length;
  return steps * 2 < codes.length;
}

/** The most that one digit of a text like this can hold. */
function bitsOfDigit(text: string): number {
  if (/^\d*$/.test(text)) return Math.log2(10);
  return /^(?:[0-9a-f]*|[0-9A-F]*)$/.test(text) ? 4 : 6;
}
