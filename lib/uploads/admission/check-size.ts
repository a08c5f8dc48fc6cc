import "server-only";
import { AppError } from "@/lib/errors";
import { settings } from "@/lib/settings/settings";

/**
 * Enforces MAX_FILE_SIZE before any byte arrives.
 *
 * @param size bytes
 * @throws AppError `empty_file`, `file_too_large`
 */
export function checkSize(size: number): void {
  const { maxFileSize } = settings();
  if (size === 0) throw new AppError("empty_file", { detail: "There is nothing in it to sell." });
  if (size > maxFileSize) {
    throw new AppError("file_too_large", {
      detail: `The largest file that this server accepts has ${maxFileSize} bytes.`,
      members: { maxFileSize },
    });
  }
}
