import "server-only";
import { AppError } from "@/lib/errors";

/** The type of the bytes of a part (tus 1.0.0, "PATCH"). */
const PART_TYPE = "application/offset+octet-stream";

/** True when a request brings bytes of an upload. */
export function bringsBytes(headers: Headers): boolean {
  return headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === PART_TYPE;
}

/**
 * Checks the headers of a PATCH by name, so that a client is told which one is wrong.
 *
 * @throws AppError `unsupported_media_type`, `malformed_request`
 */
export function checkPartHeaders(headers: Headers): void {
  if (!bringsBytes(headers)) {
    // tus 1.0.0: "All PATCH requests MUST use Content-Type: application/offset+octet-stream, otherwise … 415".
    throw new AppError("unsupported_media_type", { detail: `Send the bytes with Content-Type: ${PART_TYPE}.` });
  }
  if (!/^\d{1,16}$/.test(headers.get("upload-offset") ?? "")) {
    throw new AppError("malformed_request", {
      detail: "Send Upload-Offset: how many bytes are here already, as a whole number from 0. HEAD tells it.",
    });
  }
}

/** @throws AppError `malformed_request` for an upload in several parts that are joined later, which is not offered */
export function refuseConcatenation(headers: Headers): void {
  if (!headers.get("upload-concat")) return;
  throw new AppError("malformed_request", {
    detail:
      "This server does not join uploads (Upload-Concat). Send the file as one upload; tus-js-client does with parallelUploads: 1.",
  });
}
