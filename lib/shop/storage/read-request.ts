import "server-only";
import { asClaimToken } from "@/lib/entitlements/claim-token";
import { AppError } from "@/lib/errors";
import { isUnguessable } from "@/lib/ids";
import { IDEMPOTENCY_KEY_HEADER } from "@/lib/products/storage/schema";
import { UPLOAD_TOKEN_HEADER } from "@/lib/uploads/schema";

/** Characters of an `Idempotency-Key`. */
const KEY_MAX = 255;

/**
 * The client's `Idempotency-Key`, or null.
 *
 * @throws AppError `malformed_request`
 */
export function readIdempotencyKey(headers: Headers): string | null {
  const key = headers.get(IDEMPOTENCY_KEY_HEADER);
  if (key === null || key === "") return null;
  if (key.length <= KEY_MAX && /^[\x20-\x7e]+$/.test(key)) return key;
  throw new AppError("malformed_request", {
    detail: `An Idempotency-Key has at most ${KEY_MAX} characters of printable ASCII. Nothing was charged.`,
  });
}

/**
 * The token that the client chose for a new upload, or null.
 *
 * @throws AppError `malformed_request` for one that could be guessed: nothing is reserved
 */
export function readChosenToken(headers: Headers): string | null {
  const text = headers.get(UPLOAD_TOKEN_HEADER);
  if (text === null) return null;
  const token = asClaimToken(text);
  if (token !== null && isUnguessable(token)) return token;
  throw new AppError("malformed_request", {
    detail: "Make the Upload-Token of 32 random bytes, as base64url. Nothing was charged.",
  });
}
