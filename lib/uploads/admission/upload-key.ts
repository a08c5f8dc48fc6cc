import "server-only";
import { createHmac } from "node:crypto";
import { sameSecret } from "@/lib/ids";
import { derivedKey, derivedKeys } from "@/lib/settings/derived-key";
import { UPLOAD_KEY_PARAMETER, UPLOAD_TOKEN_HEADER, UPLOADS_PATH } from "@/lib/uploads/schema";

/**
 * The key in the URL of an upload, for tus clients that know no `Upload-Token`: it sends bytes and asks how many are here,
 * and does nothing else. Servers log URLs, so it is another secret than the token, which publishes the upload
 * (docs/decisions/0307). Derived from the token's hash: a new token ends it.
 */

type Keyed = { id: string; tokenHash: string };

/** Bytes of a key: 128 bits. */
const KEY_BYTES = 16;

function keyOf({ id, tokenHash }: Keyed, secret: Buffer): string {
  const mac = createHmac("sha256", secret).update(`${id} ${tokenHash}`).digest();
  return mac.subarray(0, KEY_BYTES).toString("base64url");
}

/** True for the key of this upload, also one made with an earlier session secret. */
export function isUploadKey(key: string, upload: Keyed): boolean {
  return derivedKeys("upload url").some((secret) => sameSecret(key, keyOf(upload, secret)));
}

/**
 * `Location` of a new upload: relative, so that no header of the request can choose its host. Without a key for our own
 * pages and for clients that chose the token, since both send that.
 */
export function uploadLocation(upload: Keyed, headers: Headers, appUrl: string): string {
  const url = `${UPLOADS_PATH}/${upload.id}`;
  if (headers.get(UPLOAD_TOKEN_HEADER) || headers.get("origin") === appUrl) return url;
  return `${url}?${UPLOAD_KEY_PARAMETER}=${keyOf(upload, derivedKey("upload url"))}`;
}
