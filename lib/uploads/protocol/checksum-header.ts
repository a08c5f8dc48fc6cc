import "server-only";
import { AppError } from "@/lib/errors";

/** Hashes for checking a part; tus requires at least sha1. With the length of each in bytes. */
const digestLengths = { sha1: 20, sha256: 32 };

type ChecksumAlgorithm = keyof typeof digestLengths;

export type PartChecksum = { algorithm: ChecksumAlgorithm; digest: Buffer };

/** For `Tus-Checksum-Algorithm`. */
export const CHECKSUM_ALGORITHMS = Object.keys(digestLengths).join(",");

/**
 * The expected hash of this request's bytes, from `Upload-Checksum` (tus 1.0.0, "Checksum": "the name of the used
 * checksum algorithm and the Base64 encoded checksum separated by a space"); null without that header.
 *
 * @throws AppError `malformed_request` for an unknown algorithm, or for a text that is not a hash of it
 */
export function readPartChecksum(headers: Headers): PartChecksum | null {
  const text = headers.get("upload-checksum");
  if (text === null) return null;
  const [, name = "", base64 = ""] = /^(\S+) ([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  const algorithm = name as ChecksumAlgorithm;
  if (!Object.hasOwn(digestLengths, name)) {
    throw new AppError("malformed_request", {
      detail: `Upload-Checksum is an algorithm, a space and the hash in Base64. Supported: ${CHECKSUM_ALGORITHMS}.`,
    });
  }
  const digest = Buffer.from(base64, "base64");
  if (digest.length !== digestLengths[algorithm]) {
    throw new AppError("malformed_request", { detail: `Upload-Checksum has no ${name} hash in Base64.` });
  }
  return { algorithm, digest };
}
