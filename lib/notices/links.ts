import "server-only";
import { createHmac } from "node:crypto";
import { DAY, SECOND } from "@/lib/clock";
import { sameSecret } from "@/lib/ids";
import { epochSecrets } from "@/lib/restoration/epoch";
import { derivedKey } from "@/lib/settings/derived-key";
import { settings } from "@/lib/settings/settings";

/**
 * Secrets of links in mails. They are made when a mail is sent and stored nowhere: each is an HMAC over what it is for. Those that
 * open something are in the fragment, which servers do not log, and the page exchanges them by POST (rule 10).
 */

/** A link that opens something is valid for this long (ms). */
const LINK_TTL = DAY;

type Purpose =
  /** Opens a purchase and confirms the address: of a `BuyerAddress`. */
  | "open"
  /** Confirms a seller's e-mail address: of a `SellerChannel`. */
  | "confirm"
  /** Opens the page that ends all messages to it, and lets them begin again: of either. It stays valid. */
  | "stop"
  /** Only ends them. It is in the URL of a request, which servers may log. */
  | "one-click";

/** They open no purchase. */
const isForGood = (purpose: Purpose) => purpose === "stop" || purpose === "one-click";

/** What a link is for: the id of the row that holds the address, and the message that it came in, which makes it single. */
export type LinkFor = { recipientId: string; deliveryId: string };

const pattern = /^([0-9A-Za-z]{22})\.([0-9A-Za-z]{22})\.([0-9a-z]{1,8})\.([A-Za-z0-9_-]{43})$/;

/** @returns what comes after the `#` */
function linkToken(purpose: Purpose, { recipientId, deliveryId }: LinkFor, now: Date): string {
  const end = isForGood(purpose) ? 0 : Math.floor((now.getTime() + LINK_TTL) / SECOND);
  const text = `${recipientId}.${deliveryId}.${end.toString(36)}`;
  const [key = Buffer.alloc(0)] = keysOf(purpose);
  return `${text}.${authenticate(key, purpose, text)}`;
}

/** Null when it is not ours, for something else, or from before a restore. Whether it was used is not known here. */
export function readLink(
  purpose: Purpose,
  token: string,
  now: Date,
): (LinkFor & { isLate: boolean; endsAt: Date }) | null {
  const [, recipientId = "", deliveryId = "", end = "", mac = ""] = pattern.exec(token) ?? [];
  const text = `${recipientId}.${deliveryId}.${end}`;
  if (!keysOf(purpose).some((key) => sameSecret(mac, authenticate(key, purpose, text)))) return null;
  const endsAt = new Date(Number.parseInt(end, 36) * SECOND);
  return { recipientId, deliveryId, endsAt, isLate: !isForGood(purpose) && endsAt <= now };
}

/** The page that a link leads to. */
export function linkUrl(purpose: Purpose, of: LinkFor, now: Date): string {
  return `${settings().appUrl}/n#${purpose}.${linkToken(purpose, of, now)}`;
}

/** The address for a mail program's own button (RFC 8058): it posts there without a page. The token only unsubscribes. */
export function unsubscribeUrl(of: LinkFor, now: Date): string {
  return `${settings().appUrl}/api/notices/stop?token=${linkToken("one-click", of, now)}`;
}

/** The first one signs; earlier ones still open what they signed. Unsubscribing works after a restore too. */
function keysOf(purpose: Purpose): Buffer[] {
  const { sessionSecret, oldSessionSecrets } = settings();
  const secrets = isForGood(purpose) ? [sessionSecret, ...oldSessionSecrets] : epochSecrets();
  return secrets.map((secret) => derivedKey("notices", secret));
}

function authenticate(key: Buffer, purpose: Purpose, text: string): string {
  return createHmac("sha256", key).update(`${purpose} ${text}`).digest("base64url");
}
