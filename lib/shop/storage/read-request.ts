import "server-only";
import { AppError } from "@/lib/errors";
import { IDEMPOTENCY_KEY_HEADER } from "@/lib/products/storage/schema";

/** Characters of an `Idempotency-Key`. */
const KEY_MAX = 255;

/**
 * The client's `Idempotency-Key`, or null.
 *
 * @throws AppError `malformed_request`
 */
export function readIdempotencyKey(headers: Headers): string | null {
  const key = headers.get(IDEMPOTENCY_KEY_HEADER);
  if (!key) return null;
  if (key.length <= KEY_MAX && /^[\x20-\x7e]+$/.test(key)) return key;
  throw new AppError("malformed_request", {
    detail: `An Idempotency-Key has at most ${KEY_MAX} characters of printable ASCII. Nothing was charged.`,
  });
}
