import "server-only";
import { hkdfSync } from "node:crypto";
import { settings } from "./settings";

/** What a key is for. It has to stay as it is: it is part of the key. */
export type KeyPurpose =
  | "nonce"
  | "chain backup"
  | "doctor"
  | "test sale"
  | "backup"
  | "notices"
  | "addresses"
  | "storage offer"
  | "claim token"
  | "upload url";

const derived = new Map<string, Buffer>();

/**
 * A separate key of 32 bytes for each purpose (HKDF-SHA256, RFC 5869): the session secret also seals cookies. Kept, since
 * every challenge needs one; there are as many as purposes and secrets of the settings.
 *
 * @param secret the session secret by default
 */
export function derivedKey(purpose: KeyPurpose, secret = settings().sessionSecret): Buffer {
  const name = `${purpose}\n${secret}`;
  const kept = derived.get(name);
  if (kept) return kept;
  const key = Buffer.from(hkdfSync("sha256", secret, "", `filekiosk ${purpose}`, 32));
  derived.set(name, key);
  return key;
}

/** The key of each session secret, the current one first: what an earlier one sealed stays readable. */
export function derivedKeys(purpose: KeyPurpose): Buffer[] {
  const { sessionSecret, oldSessionSecrets } = settings();
  return [sessionSecret, ...oldSessionSecrets].map((secret) => derivedKey(purpose, secret));
}
