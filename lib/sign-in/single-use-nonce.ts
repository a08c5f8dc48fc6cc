import "server-only";
import { createHmac } from "node:crypto";
import { HOUR, SECOND } from "@/lib/clock";
import { db, isUniqueViolation } from "@/lib/db/client";
import { randomHex, sameSecret } from "@/lib/ids";
import { epochSecret, epochSecrets } from "@/lib/restoration/epoch";
import { derivedKey } from "@/lib/settings/derived-key";
import { SIGN_IN_TTL, type SignInPurpose } from "./schema";

/** The purpose of a nonce. One made for one purpose is worthless for another. */
type NoncePurpose = SignInPurpose | "sign-in-with-x" | "payout" | "deletion";

/** 24 hex digits of randomness, 8 of the expiry in Unix seconds, 32 of the HMAC over purpose and the rest. */
const noncePattern = /^([0-9a-f]{24})([0-9a-f]{8})([0-9a-f]{32})$/;

/**
 * Makes a nonce, valid for 10 minutes. Nothing is stored until it is used: requesting a million nonces costs us
 * nothing. Alphanumeric, as EIP-4361 requires.
 *
 * @param subject what the nonce is for within its purpose, such as one file; it is worthless for any other
 */
export function issueNonce(purpose: NoncePurpose, now: Date, subject = ""): string {
  const expiry = Math.floor((now.getTime() + SIGN_IN_TTL) / SECOND);
  const text = randomHex(12) + expiry.toString(16).padStart(8, "0");
  return text + authenticate(purpose, subject, text);
}

/**
 * True for a nonce that we made for this purpose and subject, since the last restore, and that has not expired. Does not tell whether it was
 * used.
 */
export function isOwnNonce(purpose: NoncePurpose, nonce: string, now: Date, subject = ""): boolean {
  const [, random = "", expiry = "", mac = ""] = noncePattern.exec(nonce) ?? [];
  const isOurs = (secret: string) => sameSecret(mac, authenticate(purpose, subject, random + expiry, secret));
  return epochSecrets().some(isOurs) && expiryOf(nonce) > now;
}

/**
 * Uses a nonce up, by one unique insert: of any number of concurrent attempts, in any number of processes, one gets
 * true. Call it last, when everything else is valid, so that a forged message cannot spoil somebody's nonce.
 */
export async function consumeNonce(purpose: NoncePurpose, nonce: string, now: Date, subject = ""): Promise<boolean> {
  if (!isOwnNonce(purpose, nonce, now, subject)) return false;
  try {
    await db().usedNonce.create({ data: { id: `${purpose}:${nonce}`, purpose, expiresAt: expiryOf(nonce) } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/**
 * A job: deletes used nonces once they have expired and would be rejected anyway. The hour allows for a clock that was
 * set back.
 */
export async function sweepNonces(now: Date): Promise<void> {
  await db().usedNonce.deleteMany({ where: { expiresAt: { lt: new Date(now.getTime() - HOUR) } } });
}

function expiryOf(nonce: string): Date {
  return new Date(Number.parseInt(nonce.slice(24, 32), 16) * SECOND);
}

function authenticate(purpose: NoncePurpose, subject: string, text: string, secret = epochSecret()): string {
  return createHmac("sha256", derivedKey("nonce", secret))
    .update(`${purpose} ${subject} ${text}`)
    .digest("hex")
    .slice(0, 32);
}
