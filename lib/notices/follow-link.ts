import "server-only";
import { HOUR } from "@/lib/clock";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { claimCookies, recoveryUrl } from "@/lib/entitlements/claim-token";
import { createSiblingGrant, findLiveGrantOfOrder, type GrantRow, requireNotHeld } from "@/lib/entitlements/grant";
import { ticketUrl } from "@/lib/entitlements/ticket";
import { AppError } from "@/lib/errors";
import { hashSecret } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import { fileUrl } from "@/lib/products/files/file-url";
import { rememberConfirmed } from "@/lib/typed-addresses/remember-first";
import { isUnsubscribedById, resume, unsubscribe } from "@/lib/typed-addresses/unsubscribe";
import { readLink } from "./links";
import { readSale } from "./sale";
import type { LinkOffer, UsedLink, UseLink } from "./schema";

/** A confirmed address gets a new link at most once in this time (ms). */
const NEW_LINK_EVERY = 6 * HOUR;

type Found = { purpose: LinkOffer["purpose"]; link: NonNullable<ReturnType<typeof readLink>> };

/**
 * Reads what a link in a mail is for. Changes nothing: mail filters open links, too.
 *
 * @throws AppError `link_not_found`
 */
export async function lookAtLink(text: string, now: Date): Promise<LinkOffer> {
  const { purpose, link } = read(text, now);
  if (purpose === "stop") return { purpose, title: null, isSpent: await isUnsubscribedById(link.recipientId) };
  if (purpose === "confirm") return { purpose, title: null, isSpent: link.isLate };
  const address = await findAddress(link.recipientId);
  const sale = await readSale(address.orderId);
  return { purpose, title: sale?.title ?? null, isSpent: link.isLate || (await isUsed(db(), link.deliveryId)) };
}

/**
 * Uses a link: opens the purchase, once, and confirms the address; confirms a seller's address; or ends all messages, or lets
 * them begin again.
 *
 * @returns the response, and this browser's cookies for the file
 * @throws AppError `link_not_found`, `link_spent` (410), `access_ended`, `refund_due`, `bytes_gone`
 */
export async function followLink(
  { link: text, claimToken, again }: UseLink,
  now: Date,
): Promise<{ body: UsedLink; cookies: string[] }> {
  const found = read(text, now);
  const { purpose, link } = found;
  if (purpose === "stop") {
    await (again ? resume(link.recipientId) : unsubscribe(link.recipientId, now));
    return done(again ? "resumed" : "stopped");
  }
  if (purpose === "confirm") {
    await confirm(found, now);
    return done("confirmed");
  }
  if (again) {
    await sendAgain(link.recipientId, now);
    return done("sent-again");
  }
  if (claimToken === undefined) throw new AppError("malformed_request", { detail: "Choose a claim token." });
  return open(found, claimToken, now);
}

/** What a mail program posts when its user presses its button (RFC 8058). @throws AppError `link_not_found` */
export async function stopByToken(token: string, now: Date): Promise<void> {
  const link = readLink("one-click", token, now);
  if (!link) throw new AppError("link_not_found");
  await unsubscribe(link.recipientId, now);
}

function done(did: "confirmed" | "stopped" | "resumed" | "sent-again"): { body: UsedLink; cookies: string[] } {
  return { body: { did }, cookies: [] };
}

function read(text: string, now: Date): Found {
  const [, purpose = "", token = ""] = /^(open|confirm|stop)\.(.+)$/.exec(text) ?? [];
  const link = isPurpose(purpose) ? readLink(purpose, token, now) : null;
  if (!link) throw new AppError("link_not_found");
  return { purpose: purpose as LinkOffer["purpose"], link };
}

const isPurpose = (text: string): text is LinkOffer["purpose"] => ["open", "confirm", "stop"].includes(text);

async function findAddress(id: string) {
  const row = await db().buyerAddress.findUnique({ where: { id } });
  if (!row) throw new AppError("link_not_found");
  return row;
}

const useId = (deliveryId: string) => `mail:${deliveryId}`;

async function isUsed(client: Tx | ReturnType<typeof db>, deliveryId: string): Promise<boolean> {
  return (await client.usedNonce.count({ where: { id: useId(deliveryId) } })) > 0;
}

async function open({ link }: Found, claimToken: string, now: Date) {
  const address = await findAddress(link.recipientId);
  const sale = await readSale(address.orderId);
  if (!sale) throw new AppError("link_not_found");
  const grant = await db()
    .$transaction((tx) => openOnce(tx, { link, address, claimToken, now }))
    .catch(explainConflict);
  const body: UsedLink = {
    did: "opened",
    fileUrl: fileUrl(sale.fileId),
    recoveryUrl: recoveryUrl(claimToken),
    ticketUrl: ticketUrl(sale.fileId, { kind: "grant", grantId: grant.id }, now),
    downloadUntil: grant.until?.toISOString() ?? null,
  };
  return { body, cookies: await claimCookies(sale.fileId, claimToken, grant.until, now) };
}

type Opening = {
  link: Found["link"];
  address: { id: string; orderId: string };
  claimToken: string;
  now: Date;
};

async function openOnce(tx: Tx, { link, address, claimToken, now }: Opening): Promise<GrantRow> {
  const { id: addressId, orderId } = address;
  const tokenHash = hashSecret(claimToken);
  // The same browser again, after a lost response.
  const mine = await tx.entitlement.findUnique({ where: { tokenHash } });
  if (mine && mine.orderId === orderId && (await isUsed(tx, link.deliveryId))) return mine;
  if (link.isLate || (await isUsed(tx, link.deliveryId))) throw new AppError("link_spent");
  const live = await findLiveGrantOfOrder(tx, orderId, now);
  if (!live) throw new AppError("access_ended");
  requireNotHeld(live);
  if (await tx.file.findFirst({ where: { id: live.productId, bytesGone: true } })) throw new AppError("bytes_gone");
  await tx.usedNonce.create({ data: { id: useId(link.deliveryId), purpose: "mail", expiresAt: link.endsAt } });
  await tx.buyerAddress.updateMany({ where: { id: addressId, confirmedAt: null }, data: { confirmedAt: now } });
  await rememberConfirmed(tx, addressId, now);
  return createSiblingGrant(tx, live, claimToken, now);
}

/** Two at the same time: one of them was first. */
function explainConflict(error: unknown): never {
  if (isUniqueViolation(error)) throw new AppError("link_spent");
  throw error;
}

async function confirm({ link }: Found, now: Date): Promise<void> {
  const row = await db().sellerChannel.findUnique({ where: { id: link.recipientId } });
  if (!row) throw new AppError("link_not_found");
  if (link.isLate && row.confirmedAt === null) throw new AppError("link_spent");
  await db().$transaction(async (tx) => {
    await tx.sellerChannel.updateMany({ where: { id: row.id, confirmedAt: null }, data: { confirmedAt: now } });
    await rememberConfirmed(tx, row.id, now);
  });
}

async function sendAgain(addressId: string, now: Date): Promise<void> {
  const { confirmedAt, stoppedAt } = await findAddress(addressId);
  if (confirmedAt === null || stoppedAt !== null) throw new AppError("link_spent");
  const at = new Date(Math.floor(now.getTime() / NEW_LINK_EVERY) * NEW_LINK_EVERY);
  await notify(db(), { kind: "new-link", addressId, at }, now);
}
