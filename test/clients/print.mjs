import { createHash } from "node:crypto";

/**
 * What a bought answer was, for the test that runs the client.
 *
 * @param {number} status
 * @param {ArrayBuffer | Uint8Array} bytes
 * @param {unknown} settlement decoded `PAYMENT-RESPONSE`
 */
export function print(status, bytes, settlement) {
  const body = Buffer.from(bytes);
  const sha256 = createHash("sha256").update(body).digest("hex");
  console.log(JSON.stringify({ status, size: body.length, sha256, settlement }));
}
