import "server-only";
import type { GrantRow } from "@/lib/entitlements/grant";
import { AppError } from "@/lib/errors";
import { fileUrl } from "@/lib/products/files/file-url";
import { type FileForSale, findFile } from "@/lib/products/files/find-file";
import { type Credentials, findAccess } from "./find-access";

/** Until when a grant may download what. */
export type DownloadDeadline = { id: string; title: string; url: string; until: Date };

/**
 * Until when a request with these credentials may download a file.
 *
 * @throws AppError `file_not_found`; `access_ended` if there is no access; `not_found` if it has no end
 */
export async function readDownloadDeadline(fileId: string, shown: Credentials, now: Date): Promise<DownloadDeadline> {
  const file = await findFile(fileId, now);
  if (!file) throw new AppError("file_not_found");
  const found = await findAccess(file, shown, now);
  const grant = found.kind === "access" ? found.grant : null;
  if (!grant) throw new AppError("access_ended");
  return deadlineOf(grant, file);
}

/**
 * One deadline for all claim tokens of a payment, so that a calendar has one entry.
 *
 * @throws AppError `not_found` if there is none
 */
export function deadlineOf(
  grant: GrantRow,
  { title, keptUntil }: Pick<FileForSale, "title" | "keptUntil">,
): DownloadDeadline {
  const { id, orderId, productId } = grant;
  // Access without an end lasts as long as storage is paid for, if it is.
  const until = grant.until ?? keptUntil;
  if (until === null) throw new AppError("not_found", { detail: "This file may be downloaded without an end date." });
  return { id: orderId ?? id, title, url: fileUrl(productId), until };
}
