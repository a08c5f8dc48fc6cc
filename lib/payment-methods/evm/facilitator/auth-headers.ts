import "server-only";
import { randomBytes, sign } from "node:crypto";
import type { FacilitatorAuth } from "@/lib/settings/parse-settings";
import { readCdpKey } from "@/lib/settings/parsers/facilitators";

/** Seconds; Coinbase takes tokens of two minutes at most. */
const TOKEN_LIFE = 120;

type Headers = Record<string, string>;

/**
 * The headers that identify this server to a facilitator, by path: a fixed header, or for Coinbase's a fresh token for
 * each path.
 *
 * @param url the facilitator's base URL, which a token names
 */
export function authHeaders(
  auth: FacilitatorAuth,
  url: string,
  now = new Date(),
): { verify: Headers; settle: Headers; supported: Headers } {
  const headersFor = (method: string, path: string): Headers =>
    auth.kind === "header"
      ? { [auth.name]: auth.value }
      : { Authorization: `Bearer ${cdpToken(auth, method, new URL(`${url}/${path}`), now)}` };
  return {
    verify: headersFor("POST", "verify"),
    settle: headersFor("POST", "settle"),
    supported: headersFor("GET", "supported"),
  };
}

/**
 * A token for one request to the Coinbase Developer Platform: a JWT (RFC 7519) with EdDSA or ES256, bound to method, host
 * and path by its claim `uris`.
 */
function cdpToken(auth: Extract<FacilitatorAuth, { kind: "cdp" }>, method: string, target: URL, now: Date): string {
  const key = readCdpKey(auth.keySecret);
  const isEdwards = key.asymmetricKeyType === "ed25519";
  const seconds = Math.floor(now.getTime() / 1_000);
  const header = {
    alg: isEdwards ? "EdDSA" : "ES256",
    kid: auth.keyId,
    typ: "JWT",
    nonce: randomBytes(16).toString("hex"),
  };
  const claims = {
    sub: auth.keyId,
    iss: "cdp",
    uris: [`${method} ${target.host}${target.pathname}`],
    iat: seconds,
    nbf: seconds,
    exp: seconds + TOKEN_LIFE,
  };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  // RFC 7518, 3.4: ES256 signatures are the two numbers one after the other, not DER.
  const signature = sign(isEdwards ? null : "sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
  return `${text}.${signature.toString("base64url")}`;
}
