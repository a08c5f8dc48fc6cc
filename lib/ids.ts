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
  let rest = BigInt(`0x${randomHex(16)}`);
  let id = "";
  for (let index = 0; index < ID_LENGTH; index += 1) {
    id = alphabet[Number(rest % 62n)] + id;
    rest /= 62n;
  }
  return id;
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
