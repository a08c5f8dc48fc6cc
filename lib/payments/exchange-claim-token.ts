import "server-only";
import { DAY } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { fileUrl } from "@/lib/files/file-url";
import { findFile } from "@/lib/files/find-file";
import { asClaimToken, claimCookies } from "@/lib/grants/claim-token";
import { findGrantByToken } from "@/lib/grants/grant";
import { ticketUrl } from "@/lib/grants/ticket";
import { findOpenPaymentByToken } from "./find-access";
import type { ClaimExchange } from "./schema";

/**
 * Exchanges a recovery link's claim token for this browser's cookies, so that the file's page opens without a wallet.
 *
 * @throws AppError `claim_not_found` (404) for a token that opens nothing; tokens of payments on their way answer
 *   `pending`
 */
export async function exchangeClaimToken(text: string, now: Date): Promise<{ body: ClaimExchange; cookies: string[] }> {
  const token = asClaimToken(text);
  const grant = token ? await findGrantByToken(token, now) : null;
  const pending = token && !grant ? await findOpenPaymentByToken(token) : null;
  const fileId = grant?.fileId ?? pending?.fileId;
  const file = fileId ? await findFile(fileId, now) : null;
  if (!token || !file || file.bytesGoneAt) {
    throw new AppError("claim_not_found", { detail: "The link is incomplete, or the time to download is over." });
  }
  const until = grant?.downloadUntil ?? new Date(now.getTime() + 30 * DAY);
  return {
    body: {
      fileId: file.id,
      fileUrl: fileUrl(file.id),
      title: file.title,
      name: file.name,
      size: file.size,
      pending: grant === null,
      pendingPaymentId: pending?.id ?? null,
      ticketUrl: grant ? ticketUrl(file.id, { kind: "grant", grantId: grant.id }, now) : null,
      downloadUntil: grant?.downloadUntil.toISOString() ?? null,
    },
    cookies: claimCookies(file.id, token, until, now),
  };
}
