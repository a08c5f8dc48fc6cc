import "server-only";

/**
 * What names the bytes of a version in its ETag: of a file their SHA-256, by which programs check what arrived. Of an archive
 * nobody has hashed all bytes: it is named by the hash of its manifest, which decides them, and not taken for their own.
 */
export function etagOf({ bundled, sha256 }: { bundled: boolean; sha256: string }): string {
  return bundled ? `zip-${sha256}` : sha256;
}
