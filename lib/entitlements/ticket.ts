import "server-only";
import { createHmac } from "node:crypto";
import { MINUTE } from "@/lib/clock";
import { sameSecret } from "@/lib/ids";
import { epochSecret, epochSecrets } from "@/lib/restoration/epoch";
import { settings } from "@/lib/settings/settings";

/** A ticket is valid for one file's download for this long (ms): enough to pass it to a download manager or another app. */
const TICKET_TTL = 15 * MINUTE;

/** The access behind a ticket: a grant, the seller's own, or everybody's while the file is free. */
type TicketHolder = { kind: "grant"; grantId: string } | { kind: "owner"; sellerId: string } | { kind: "free" };

/**
 * A short-lived download URL for one file. It may end in logs and histories, so it opens one file for 15 minutes and
 * no longer than the grant behind it, which is looked up again at each use.
 *
 * @param version binds the URL to a version of the file: a resumed download gets the same bytes
 */
export function ticketUrl(fileId: string, holder: TicketHolder, now: Date, version?: number): string {
  const body = `${Math.floor((now.getTime() + TICKET_TTL) / 1_000).toString(36)}.${referenceOf(holder)}`;
  return downloadUrl(fileId, `${body}.${sign(fileId, body)}`, version?.toString());
}

/** Where a ticket downloads: at DOWNLOAD_ORIGIN, if there is one. @param member of a bundle: one of its files alone */
export function downloadUrl(fileId: string, ticket: string, version?: string | null, member?: string | null): string {
  const { downloadOrigin, appUrl } = settings();
  const url = `${downloadOrigin ?? appUrl}/api/files/${encodeURIComponent(fileId)}?ticket=${encodeURIComponent(ticket)}`;
  const ofVersion = version ? `&version=${encodeURIComponent(version)}` : "";
  return url + ofVersion + (member ? `&member=${encodeURIComponent(member)}` : "");
}

/** The access behind this ticket for this file, or null when it is not ours, from before a restore, for another file, or expired. */
export function readTicket(fileId: string, ticket: string, now: Date): TicketHolder | null {
  const match = /^([0-9a-z]{1,10})\.([gof])([0-9A-Za-z]{0,64})\.([A-Za-z0-9_-]{43})$/.exec(ticket);
  if (!match) return null;
  const [, end = "", kind, id = "", signature = ""] = match;
  const isOurs = epochSecrets().some((secret) => sameSecret(signature, sign(fileId, `${end}.${kind}${id}`, secret)));
  if (!isOurs) return null;
  if (Number.parseInt(end, 36) * 1_000 <= now.getTime()) return null;
  if (kind === "f") return { kind: "free" };
  return kind === "g" ? { kind: "grant", grantId: id } : { kind: "owner", sellerId: id };
}

function referenceOf(holder: TicketHolder): string {
  switch (holder.kind) {
    case "grant":
      return `g${holder.grantId}`;
    case "owner":
      return `o${holder.sellerId}`;
    case "free":
      return "f";
  }
}

function sign(fileId: string, body: string, secret = epochSecret()): string {
  return createHmac("sha256", secret).update(`ticket:${fileId}:${body}`).digest("base64url");
}
