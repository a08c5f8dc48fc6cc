import "server-only";
import { createHash } from "node:crypto";

/** A member of a bundle as the manifest names it. */
export type Listed = {
  /** The id of the file. */
  fileId: string;
  /** In the archive. */
  name: string;
  /** Bytes. */
  size: number;
  /** Lower-case hex. */
  sha256: string;
  /** When this version of the file was made: its date in the archive. */
  createdAt: Date;
};

/**
 * The list of what a bundle contains, as text that anybody can write again from `GET /api/files/{fileId}/info` or a receipt:
 * the line `filekiosk-bundle 1`, then one line for each file with its SHA-256, size in bytes, date (ISO 8601), id and name,
 * separated by single spaces. Each line ends with a line feed, and no name contains one.
 *
 * Together with the format of the archive (`zip-layout.ts`) it decides every byte of it.
 */
export function manifestText(members: readonly Listed[]): string {
  const lines = members.map(
    ({ sha256, size, createdAt, fileId, name }) => `${sha256} ${size} ${createdAt.toISOString()} ${fileId} ${name}`,
  );
  return ["filekiosk-bundle 1", ...lines].map((line) => `${line}\n`).join("");
}

/** SHA-256 of the manifest as lower-case hex: what the terms of a bundle are bound to. */
export function manifestHash(members: readonly Listed[]): string {
  return createHash("sha256").update(manifestText(members)).digest("hex");
}
