import "server-only";
import { existsSync } from "node:fs";
import { dirname } from "node:path";

/** The folder itself, or the nearest one above it that is there: the disk on which it would be. */
export function standingFolder(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : standingFolder(dirname(folder));
}
