import "server-only";
import { AppError } from "@/lib/errors";
import { versionNumber } from "./requests";

/**
 * The number of a version from a URL; undefined when there is none.
 *
 * @throws AppError `version_not_found` for what is no number
 */
export function readVersionNumber(text: string | null): number | undefined {
  if (!text) return undefined;
  const read = versionNumber.safeParse(/^\d{1,7}$/.test(text) ? Number(text) : text);
  if (!read.success) throw new AppError("version_not_found");
  return read.data;
}
