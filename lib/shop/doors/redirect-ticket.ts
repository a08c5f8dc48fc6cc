import "server-only";
import { downloadUrl, readTicket } from "@/lib/entitlements/ticket";
import { AppError } from "@/lib/errors";
import { carriesSecret } from "@/lib/http/credentials";
import { type RequestHeaders, readHeader } from "@/lib/http/headers";
import { isDownloadHost } from "@/lib/http/is-download-host";
import { fileUrl } from "@/lib/products/files/file-url";
import { settings } from "@/lib/settings/settings";
import type { Outcome } from "@/lib/shop/purchase/outcome";

type Asked = {
  fileId: string;
  ticket: string | null;
  version: string | null;
  /** Of a bundle: one of its files alone. */
  member: string | null;
  headers: RequestHeaders;
  now: Date;
};

/** Handles a request's ticket before anything else. */
type TicketStep = { kind: "go on" } | { kind: "redirect"; status: 303 | 307; url: string };

/**
 * Redirects a valid ticket to DOWNLOAD_ORIGIN, if there is one, and accepts only valid tickets there. A request with a
 * payment, a sign-in or a claim is never redirected: clients would send those headers to the target and lose the
 * receipt.
 *
 * @throws AppError `ticket_ended`
 */
export function ticketStep(asked: Asked): TicketStep {
  const { fileId, ticket, version, member, headers, now } = asked;
  const there = isDownloadHost(headers);
  const good = ticket !== null && readTicket(fileId, ticket, now) !== null;
  if (there && !good) return endedTicket(asked);
  if (there || !good || !settings().downloadOrigin || carriesSecret(headers)) return { kind: "go on" };
  return { kind: "redirect", status: 307, url: downloadUrl(fileId, ticket, version, member) };
}

/** True when the ticket was the only credential and gives no access. */
export function isEndedTicket(outcome: Outcome, { ticket, headers }: Asked): boolean {
  if (ticket === null || carriesSecret(headers)) return false;
  if (outcome.kind === "refused")
    return ["file_paused", "sale_ended", "file_suspended", "member_stopped"].includes(outcome.code);
  if (outcome.kind === "unavailable") return ["not_payable", "shop_restored"].includes(outcome.code);
  return outcome.kind === "payment-required";
}

/**
 * For a ticket that has expired, or was made for another file. A program is told where to get a new one; a browser is
 * redirected to the file's page.
 *
 * @throws AppError `ticket_ended`; `access_ended` when the ticket is valid but the access behind it is not
 */
export function endedTicket({ fileId, ticket, headers, now }: Asked): TicketStep {
  const page = fileUrl(encodeURIComponent(fileId));
  const isPerson = /text\/html/i.test(readHeader(headers, "accept") ?? "") && !carriesSecret(headers);
  if (isPerson) return { kind: "redirect", status: 303, url: page };
  const { appUrl } = settings();
  if (ticket !== null && readTicket(fileId, ticket, now))
    throw new AppError("access_ended", { members: { fileUrl: page } });
  throw new AppError("ticket_ended", {
    detail:
      `Send POST ${appUrl}/api/files/${encodeURIComponent(fileId)}/purchase with your Claim-Token for a new one, or open ` +
      "your recovery link. What you have of the file is not lost: a download can go on where it stopped.",
    members: { fileUrl: page },
  });
}
