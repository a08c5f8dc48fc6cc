import "server-only";
import { Metadata } from "@tus/server";
import { AppError } from "@/lib/errors";
import { normaliseFileName } from "@/lib/products/files/file-name";
import { isUploadId } from "@/lib/uploads/bytes/upload-file";
import { METADATA_NAME, UPLOADS_PATH } from "@/lib/uploads/schema";

/**
 * The upload that a URL names, or null for the door itself (where uploads are created).
 *
 * The one reading of the path: tus's own takes whatever follows the last slash, also of the query, so that the upload
 * whose token was checked could be another than the one that is written.
 *
 * @throws AppError `upload_not_found` for any other path
 */
export function uploadIdOf(url: string): string | null {
  const path = new URL(url).pathname;
  if (path === UPLOADS_PATH || path === `${UPLOADS_PATH}/`) return null;
  const id = path.startsWith(`${UPLOADS_PATH}/`) ? path.slice(UPLOADS_PATH.length + 1) : "";
  if (!isUploadId(id)) throw new AppError("upload_not_found");
  return id;
}

/**
 * How long the new upload will be, in bytes.
 *
 * @throws AppError `malformed_request` without a length: it must be known before the first byte, because space is
 *   reserved from then on
 */
export function readUploadLength(headers: Headers): number {
  const text = headers.get("upload-length");
  if (headers.has("upload-defer-length") || text === null || !/^\d+$/.test(text)) {
    throw new AppError("malformed_request", { detail: "Send the length of the upload: Upload-Length, in bytes." });
  }
  // A number with too many digits is too large, whatever the limit.
  return Number(text);
}

/**
 * The file's name from `Upload-Metadata`, made safe; "file" when the client gives none.
 *
 * @throws AppError `malformed_request`, `invalid_name`
 */
export function readUploadName(headers: Headers): string {
  const text = headers.get("upload-metadata");
  if (text === null || text.trim() === "") return "file";
  let metadata: Record<string, string | null>;
  try {
    metadata = Metadata.parse(text);
  } catch (cause) {
    throw new AppError("malformed_request", { detail: "Upload-Metadata cannot be read.", cause });
  }
  const name = metadata[METADATA_NAME];
  return typeof name === "string" ? normaliseFileName(name) : "file";
}
