import "server-only";
import { DAY } from "@/lib/clock";
import { asClaimToken, claimCookies } from "@/lib/entitlements/claim-token";
import { findEndedGrant, findGrantByToken, type GrantRow } from "@/lib/entitlements/grant";
import { ticketUrl } from "@/lib/entitlements/ticket";
import { AppError } from "@/lib/errors";
import { fileUrl } from "@/lib/products/files/file-url";
import { findFile } from "@/lib/products/files/find-file";
import { publicPreview } from "@/lib/products/files/public-preview";
import type { FileVersion } from "@/lib/products/files/version";
import type { ClaimExchange } from "@/lib/shop/schema";
import { chooseVersion, type VersionedFile } from "./choose-version";
import { findUnresolvedByToken } from "./find-access";

/**
 * Exchanges a recovery link's claim token for this browser's cookies, so that the file's page opens without a wallet.
 *
 * @throws AppError `access_withdrawn` (410) when the seller has ended it; `file_withheld` (451) and `refund_due` (403) by a
 *   decision of the operator; `claim_not_found` (404) for an unknown token; tokens of payments in progress return `pending`
 */
export async function exchangeClaimToken(text: string, now: Date): Promise<{ body: ClaimExchange; cookies: string[] }> {
  const token = asClaimToken(text);
  const grant = token ? await findGrantByToken(token, now) : null;
  const pending = token && !grant ? await findUnresolvedByToken(token) : null;
  const fileId = grant?.productId ?? pending?.order.productId;
  const file = fileId ? await findFile(fileId, now) : null;
  const opened = file ? await openFor(file, grant) : null;
  if (!token || !file || !opened) {
    const ended = token ? await findEndedGrant(token) : null;
    if (ended) throw withdrawn(ended);
    throw new AppError("claim_not_found", { detail: "The link is incomplete, or the download period has ended." });
  }
  const until = grant ? grant.until : new Date(now.getTime() + 30 * DAY);
  return {
    body: {
      fileId: file.id,
      fileUrl: fileUrl(file.id),
      title: file.title,
      preview: await publicPreview(file),
      name: opened.name,
      size: opened.size,
      pending: grant === null,
      pendingPaymentId: pending?.id ?? null,
      ticketUrl: grant ? ticketUrl(file.id, { kind: "grant", grantId: grant.id }, now, opened.number) : null,
      downloadUntil: grant?.until?.toISOString() ?? null,
    },
    cookies: await claimCookies(file.id, token, until, now),
  };
}

function withdrawn({ orderId }: GrantRow): AppError {
  const detail = orderId ? "The seller has refunded this purchase." : "The seller has ended this gift.";
  return new AppError("access_withdrawn", { detail });
}

/**
 * The version behind the link; null when its bytes are gone. A payment in progress is shown with the current version.
 *
 * @throws AppError `file_withheld`, `refund_due`
 */
async function openFor(file: VersionedFile, grant: GrantRow | null): Promise<FileVersion | null> {
  if (!grant) return file.version;
  const opened = await chooseVersion(file, { access: "paid", grant }, undefined);
  if (opened.kind === "open") return opened.version;
  if (opened.code === "file_withheld" || opened.code === "refund_due") throw new AppError(opened.code);
  return null;
}
