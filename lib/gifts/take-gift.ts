import "server-only";
import { type Db, db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { claimCookies, recoveryUrl, requireUnguessable } from "@/lib/entitlements/claim-token";
import { live } from "@/lib/entitlements/grant";
import { ticketUrl } from "@/lib/entitlements/ticket";
import { AppError } from "@/lib/errors";
import { hashSecret } from "@/lib/ids";
import { journaled } from "@/lib/journal/journaled";
import { readFacts } from "@/lib/previews/read-facts";
import { fileUrl } from "@/lib/products/files/file-url";
import { readPublicPreview } from "@/lib/products/files/public-preview";
import { endOf, giftState } from "./gift-state";
import type { GiftOffer, TakenGift } from "./schema";

/**
 * Reads what a gift link is for. Changes nothing, so that a program that opens links in a chat takes no gift.
 *
 * @throws AppError `gift_not_found`, `gift_taken`, `gift_ended`, `file_withheld`
 */
export async function lookAtGift(token: string, now: Date): Promise<GiftOffer> {
  const { file, entitlement } = await findOpenGift(db(), token, null, now);
  const { title, seller } = file;
  const where = { id: entitlement.partId ?? "" };
  const { id, name, mediaType, size } = await db().fileVersion.findUniqueOrThrow({ where });
  return {
    fileId: file.id,
    title,
    preview: await readPublicPreview(file.id, now),
    name,
    mediaType,
    facts: (await readFacts([id]))(id),
    size: Number(size),
    seller: { address: seller.address, name: seller.name },
    until: endOf(entitlement).toISOString(),
  };
}

/**
 * Takes a gift: of any number of people with the link the first gets the access, by one conditional write. The same
 * person may ask again with the same claim token after a lost response, and gets the same result.
 *
 * @returns the access to the file, and this browser's cookies
 * @throws AppError as `lookAtGift`; `malformed_request` for a claim token that opens something else or can be guessed
 */
export async function takeGift(
  input: { token: string; claimToken: string },
  now: Date,
): Promise<{ body: TakenGift; cookies: string[] }> {
  const { token, claimToken } = input;
  const tokenHash = hashSecret(claimToken);
  const open = await findOpenGift(db(), token, tokenHash, now);
  if (!open.takenAt) requireUnguessable(claimToken);
  const taken = { kind: "gift-taken", giftId: open.id, tokenHash } as const;
  const takeIt = () =>
    db()
      .$transaction((tx) => take(tx, token, tokenHash, now))
      .catch(explainConflict);
  // Taking it again changes nothing, so it needs no entry.
  const { file, entitlement } = await (open.takenAt ? takeIt() : journaled(taken, now, takeIt));
  return {
    body: {
      fileId: file.id,
      fileUrl: fileUrl(file.id),
      recoveryUrl: recoveryUrl(claimToken),
      ticketUrl: ticketUrl(file.id, { kind: "grant", grantId: entitlement.id }, now),
      downloadUntil: endOf(entitlement).toISOString(),
    },
    cookies: await claimCookies(file.id, claimToken, entitlement.until, now),
  };
}

function explainConflict(error: unknown): never {
  if (!isUniqueViolation(error)) throw error;
  throw new AppError("malformed_request", {
    detail: "This claim token belongs to something else. Choose a new one.",
  });
}

async function take(tx: Tx, token: string, keyHash: string, now: Date) {
  const { count } = await tx.gift.updateMany({
    where: { tokenHash: hashSecret(token), takenAt: null, entitlement: live(now) },
    data: { takenAt: now },
  });
  if (count === 1) {
    await tx.entitlement.updateMany({
      where: { gift: { tokenHash: hashSecret(token) } },
      data: { tokenHash: keyHash },
    });
  }
  return findOpenGift(tx, token, keyHash, now);
}

/** @param keyHash of a person who may already have taken it; null for somebody new */
async function findOpenGift(client: Db | Tx, token: string, keyHash: string | null, now: Date) {
  const gift = await client.gift.findUnique({
    where: { tokenHash: hashSecret(token) },
    include: { entitlement: true, file: { include: { seller: true } } },
  });
  if (!gift)
    throw new AppError("gift_not_found", { detail: "The link is incomplete. Ask the sender for the whole link." });
  if (gift.file.withheldAt !== null) throw new AppError("file_withheld");
  switch (giftState(gift, now)) {
    case "ended":
      throw new AppError("gift_ended", { detail: "The seller has ended this gift." });
    case "over":
      throw new AppError("gift_ended", { detail: "It can no longer be taken." });
    case "taken":
      if (gift.entitlement.tokenHash === keyHash) return gift;
      throw new AppError("gift_taken", {
        detail: "It is for one person, who has taken it. If that was you, use the recovery link that you kept.",
      });
    case "open":
      return gift;
  }
}
