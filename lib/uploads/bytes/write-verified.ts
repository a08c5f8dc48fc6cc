import "server-only";
import { createHash } from "node:crypto";
import { AppError } from "@/lib/errors";
import { dropPart, keepPart } from "./unverified-bytes";
import { uploadHashes } from "./upload-hashes";

/**
 * Receives a chunk with a checksum: all of it counts, or nothing (tus 1.0.0, "Checksum": "the uploaded chunk MUST be
 * discarded, and the upload and its offset MUST NOT be updated").
 *
 * @param checksum its algorithm as OpenSSL names it, and the hash that the client announced
 * @param receive writes the chunk, passes on each piece of it, and resolves with its end position (bytes)
 * @returns the same
 * @throws AppError `checksum_mismatch`, and the errors of `receive`; then none of the bytes are kept
 */
export async function writeVerified(
  { id, offset }: { id: string; offset: number },
  checksum: { algorithm: string; digest: Buffer },
  receive: (see: (piece: Buffer) => void) => Promise<number>,
): Promise<number> {
  const hash = createHash(checksum.algorithm);
  try {
    const end = await receive((piece) => void hash.update(piece));
    if (!hash.digest().equals(checksum.digest)) throw new AppError("checksum_mismatch");
    await keepPart(id);
    uploadHashes().advance(id, end);
    return end;
  } catch (error) {
    await dropPart(id, offset);
    throw error;
  }
}
