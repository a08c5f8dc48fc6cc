/** The longest values of request headers, by name. */

/** The longest value of a header without a line below. */
const VALUE_MAX = 2_048;
/** The longest value of a header that proxies add for other programs, such as the user or the certificate. Not read here. */
export const FOREIGN_MAX = 8_192;
/** Names of such headers, except those that Next reads. */
const foreign =
  /^(?:x-(?!forwarded-(?:host|port|proto)$|next|middleware|invoke|matched|prerender|vercel|now-)|baggage$)/;

/**
 * The longest value of each header in characters, those of repeated ones together. `range` is left out: see
 * `dropLongRange`.
 */
export const valueMax: Readonly<Record<string, number>> = {
  accept: 1_024,
  // A proxy with its own sign-in puts its value there.
  authorization: 8_192,
  "accept-encoding": 512,
  "accept-language": 512,
  "claim-token": 256,
  "content-type": 256,
  // Cookies of a parent domain are sent too.
  cookie: 8_192,
  host: 300,
  "if-modified-since": 100,
  "if-range": 256,
  "next-router-state-tree": 4_096,
  origin: 300,
  // As browsers cut it.
  referer: 4_096,
  // As in lib/protocols/x402/decode-payment.ts: a signature of 3,072 bytes with its wallet's deployment, as hex in base64.
  "payment-signature": 12_000,
  "x-payment": 12_000,
  // As in lib/sign-in/sign-in-with-x.ts.
  "sign-in-with-x": 8_000,
  // A name of 255 characters has up to 765 bytes, a third more in base64; some clients send it three times.
  "upload-metadata": 4_096,
  "upload-checksum": 256,
  "user-agent": 1_024,
  "x-forwarded-for": 1_024,
};

/** The longest value of a header in characters. @param name lower case */
export function maxOf(name: string): number {
  const own = Object.hasOwn(valueMax, name) ? valueMax[name] : undefined;
  return own ?? (foreign.test(name) ? FOREIGN_MAX : VALUE_MAX);
}
