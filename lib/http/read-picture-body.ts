import "server-only";
import { AppError } from "@/lib/errors";
import { COVER_MAX_BYTES } from "@/lib/previews/schema";
import { readBody } from "./read-body";

/**
 * The picture that is the body of a request, with its own `Content-Type`.
 *
 * @throws AppError `malformed_request` when it says that it is something else; `body_too_large`
 */
export function readPictureBody(request: Request): Promise<Buffer> {
  // Requiring the type also keeps out other sites' plain forms: they cannot send it without a preflight.
  if (!request.headers.get("content-type")?.toLowerCase().startsWith("image/")) {
    throw new AppError("malformed_request", { detail: "Send a picture with the header Content-Type: image/…" });
  }
  return readBody(request, COVER_MAX_BYTES, `A picture has at most ${COVER_MAX_BYTES / 1024 ** 2} MB.`);
}
