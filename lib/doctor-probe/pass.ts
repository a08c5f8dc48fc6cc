import "server-only";
import { createHmac } from "node:crypto";
import { MINUTE } from "@/lib/clock";
import { sameSecret } from "@/lib/ids";
import { derivedKey } from "@/lib/settings/derived-key";
import { PROBE_KINDS, type ProbeKind } from "./schema";

/**
 * How `npm run doctor` shows the running shop that it may ask for a diagnosis: a proof that it has the same session
 * secret. Each pass is for one kind of answer, one method and one path, and ends soon, so that one from a proxy's log is
 * worth nothing. Without a valid pass a request is one like any other.
 */
export const PASS_HEADER = "x-filekiosk-doctor";

/** A pass ends after this time (ms). */
const PASS_TTL = MINUTE;

/** `path` includes the query. */
type Asked = { method: string; path: string };

/** The value of `PASS_HEADER`: kind, end in Unix milliseconds, proof. */
export function makePass(kind: ProbeKind, asked: Asked, secret: string, now: Date): string {
  const until = now.getTime() + PASS_TTL;
  return `${kind}.${until}.${proofOf(kind, asked, until, secret)}`;
}

/**
 * The kind of answer that a request's pass is for; null without a valid pass.
 *
 * @param pass the header's value
 */
export function readPass(pass: string | null | undefined, asked: Asked, secret: string, now: Date): ProbeKind | null {
  const [, name, digits, proof = ""] = /^([a-z]+)\.(\d{13})\.([0-9a-f]{64})$/.exec(pass ?? "") ?? [];
  const kind = PROBE_KINDS.find((one) => one === name);
  const left = Number(digits) - now.getTime();
  // One that is valid for longer was not made here.
  if (!kind || !(left > 0 && left <= PASS_TTL)) return null;
  return sameSecret(proof, proofOf(kind, asked, Number(digits), secret)) ? kind : null;
}

function proofOf(kind: ProbeKind, { method, path }: Asked, until: number, secret: string): string {
  const text = [kind, method, path, until].join("\n");
  return createHmac("sha256", derivedKey("doctor", secret)).update(text).digest("hex");
}
