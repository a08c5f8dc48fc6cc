import type { Preview } from "@/lib/previews/schema";

/** What a seller adds to what is shown of a file: covers, and a sample of the seller's own. Shared with the browser. */

/** The most covers of one file. */
export const COVERS_MAX = 6;

/** The most bytes of a sample of the seller's own. */
export const SAMPLE_FILE_MAX_BYTES = 50 * 1024 * 1024;

/** A cover as its seller sees it. */
export type Cover = Preview & {
  /** SHA-256 of the shown picture as lower-case hex: names it in `/api/files/{fileId}/covers/{hash}`. */
  hash: string;
};

/** A file of the seller's own that anybody may download. */
export type SampleFile = {
  /** Its public URL. It changes with the sample. */
  url: string;
  name: string;
  /** As it was detected in the bytes. */
  mediaType: string;
  /** Bytes. */
  size: number;
};

/**
 * The path of a sample of the seller's own, on this site.
 *
 * @param sha256 of it, as lower-case hex
 */
export function sampleFilePath(fileId: string, sha256: string): string {
  return `/api/files/${fileId}/sample?h=${sha256.slice(0, 16)}`;
}
