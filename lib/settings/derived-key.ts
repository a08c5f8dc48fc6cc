import "server-only";
import { hkdfSync } from "node:crypto";
import { settings } from "./settings";

/** What a key is for. It has to stay as it is: it is part of the key. */
type KeyPurpose = "nonce" | "chain backup" | "doctor" | "test sale" | "backup";

const derived = new Map<KeyPurpose, { secret: string; key: Buffer }>();

/**
 * A separate key of 32 bytes for each purpose (HKDF-SHA256, RFC 5869): the session secret also seals cookies. The last one
 * of each purpose is kept, since every challenge needs one.
 *
 * @param secret the session secret by default
 */
export function derivedKey(purpose: KeyPurpose, secret = settings().sessionSecret): Buffer {
  const kept = derived.get(purpose);
  if (kept?.secret === secret) return kept.key;
  const key = Buffer.from(hkdfSync("sha256", secret, "", `filekiosk ${purpose}`, 32));
  derived.set(purpose, { secret, key });
  return key;
}
