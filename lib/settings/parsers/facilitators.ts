/** The facilitator, and the credentials for it. Pure. */

import { createPrivateKey, type KeyObject } from "node:crypto";
import { text } from "./text";
import { readServiceUrl } from "./urls";

/** `embedded`, or the URL of an x402 facilitator. */
export const facilitator = text((value) => {
  if (value === "embedded") return { kind: "embedded" as const };
  try {
    return { kind: "remote" as const, url: readServiceUrl(value) };
  } catch (error) {
    throw new Error(URL.canParse(value) ? (error as Error).message : "has to be `embedded` or a URL.");
  }
});

/** An HTTP header that identifies this server to a facilitator. */
export const facilitatorHeader = text((value) => {
  const [, name, content] =
    /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)$/.exec(value) ?? [];
  if (!name || !content || /^(host|content-|transfer-|connection$)/i.test(name)) {
    throw new Error("has to be an HTTP header: its name, a colon and its value, such as Authorization: Bearer …");
  }
  return { name, value: content };
});

export const cdpKeyId = text((value) => {
  if (!/^[\w/-]{1,200}$/.test(value)) throw new Error("has to be the id of a CDP API key.");
  return value;
});

/** As Coinbase issues it; `readCdpKey` makes a key of it. */
export const cdpKeySecret = text((value) => {
  readCdpKey(value);
  return value;
});

/** PKCS #8 (RFC 8410) around the 32 bytes of an Ed25519 seed. */
const ED25519_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * The secret of a CDP API key as Coinbase issues it: base64 of 64 bytes (Ed25519: seed, then public key), or the PEM of
 * a P-256 key, whose line ends may be written as `\\n`.
 *
 * @throws Error that does not repeat the secret
 */
export function readCdpKey(secret: string): KeyObject {
  try {
    if (!secret.includes("-----BEGIN")) {
      const bytes = Buffer.from(secret.replace(/\s/g, ""), "base64");
      if (bytes.length !== 64) throw new Error("not 64 bytes");
      const seed = Buffer.concat([ED25519_PREFIX, bytes.subarray(0, 32)]);
      return createPrivateKey({ key: seed, format: "der", type: "pkcs8" });
    }
    const key = createPrivateKey(secret.replaceAll("\\n", "\n"));
    const isP256 = key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1";
    if (isP256 || key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // The message below is enough; the cause may repeat a part of the key.
  }
  throw new Error("has to be the secret of a CDP API key: base64 of 64 bytes (Ed25519) or a PEM (ECDSA P-256).");
}
