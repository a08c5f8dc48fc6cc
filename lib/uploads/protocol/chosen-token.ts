import "server-only";
import { AppError } from "@/lib/errors";
import { isUnguessable } from "@/lib/ids";
import { UPLOAD_TOKEN_HEADER } from "@/lib/uploads/schema";

/**
 * The token that the client chose for a new upload, or null. A client that sends the same headers with every request, as
 * tus clients do, needs no other capability then.
 *
 * @throws AppError `malformed_request` for one that could be guessed: nothing is reserved
 */
export function readChosenToken(headers: Headers): string | null {
  const text = headers.get(UPLOAD_TOKEN_HEADER);
  if (!text) return null;
  if (/^[A-Za-z0-9_-]{43}$/.test(text) && isUnguessable(text)) return text;
  throw new AppError("malformed_request", {
    detail: "Make the Upload-Token of 32 random bytes, as base64url. Nothing was charged.",
  });
}
