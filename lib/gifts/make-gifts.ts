import "server-only";
import { cleanLine } from "@/lib/clean-text";
import { DAY } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { live } from "@/lib/entitlements/grant";
import { AppError, wrongField } from "@/lib/errors";
import { hashSecret, newId, newSecret } from "@/lib/ids";
import { coverGifts } from "@/lib/products/files/cover-gifts";
import { fileRef } from "@/lib/products/files/file-ref";
import { requireNotStopped } from "@/lib/products/files/what-is-stopped";
import { settings } from "@/lib/settings/settings";
import { toGift } from "./gift-state";
import { GIFT_DEFAULT_DAYS, GIFT_MAX_DAYS } from "./limits";
import type { MakeGifts, NewGifts } from "./schema";

/** Each holds the bytes here until it ends. */
const MAX_OPEN = 1_000;

/**
 * Makes gift links for a file: each gives one person the file for free. A gift's grant exists from now on, so that the
 * bytes are kept for it as for a sale; nobody has its claim token until somebody takes the gift. The links are returned
 * once.
 *
 * @throws AppError `file_not_found` for a file of another seller too, `file_removed`, `file_suspended`, `file_withheld`, `bytes_gone`, `invalid_date`,
 *   `too_many_gifts`, those of `coverGifts`
 */
export async function makeGifts(sellerId: string, fileId: string, wanted: MakeGifts, now: Date): Promise<NewGifts> {
  const asked = readUntil(wanted.until, now);
  const label = cleanLine(wanted.label);
  const secrets = Array.from({ length: wanted.count }, newSecret);
  const gifts = await db().$transaction(async (tx) => {
    const versionId = await lockVersion(tx, sellerId, fileId, now);
    const until = await coverGifts(tx, fileId, { until: asked, isSaid: wanted.until !== undefined }, now);
    await requireRoom(tx, fileId, secrets.length, now);
    const rows = secrets.map((secret) => {
      const grant = {
        id: newId(),
        ...fileRef(fileId),
        partId: versionId,
        tokenHash: hashSecret(newSecret()),
        until,
        createdAt: now,
      };
      return { grant, gift: { id: newId(), entitlementId: grant.id, fileId, tokenHash: hashSecret(secret), label } };
    });
    await tx.entitlement.createMany({ data: rows.map(({ grant }) => grant) });
    await tx.gift.createMany({ data: rows.map(({ gift }) => ({ ...gift, createdAt: now })) });
    return rows.map(({ grant, gift }) => ({
      ...gift,
      createdAt: now,
      takenAt: null,
      entitlement: { ...grant, revokedAt: null, heldAt: null, heldUntil: null, downloads: 0 },
    }));
  });
  return { gifts: gifts.map((row, index) => ({ ...toGift(row, now), url: giftUrl(secrets[index] ?? "") })) };
}

/** `/g#token`: a fragment never reaches a server; the page exchanges it by POST. */
function giftUrl(token: string): string {
  return `${settings().appUrl}/g#${token}`;
}

/** Written before it is read, so that a deletion at the same time comes before or after. */
async function lockVersion(tx: Tx, sellerId: string, fileId: string, now: Date): Promise<string> {
  const own = { id: fileId, sellerId };
  const { count } = await tx.file.updateMany({ where: { ...own, removedAt: null }, data: { updatedAt: now } });
  if (count !== 1) throw new AppError((await tx.file.count({ where: own })) > 0 ? "file_removed" : "file_not_found");
  await requireNotStopped(tx, fileId);
  const terms = await tx.terms.findFirstOrThrow({ where: { fileId, until: null }, include: { version: true } });
  if (terms.version.bytesGoneAt !== null) throw new AppError("bytes_gone");
  return terms.versionId;
}

async function requireRoom(tx: Tx, fileId: string, more: number, now: Date): Promise<void> {
  const open = { fileId, entitlement: live(now) };
  if ((await tx.gift.count({ where: open })) + more <= MAX_OPEN) return;
  throw new AppError("too_many_gifts", { detail: `A file has at most ${MAX_OPEN} open gift links. End some first.` });
}

function readUntil(text: string | undefined, now: Date): Date {
  if (text === undefined) return new Date(now.getTime() + GIFT_DEFAULT_DAYS * DAY);
  const date = new Date(text);
  if (date > now && date.getTime() <= now.getTime() + GIFT_MAX_DAYS * DAY) return date;
  const message = `Choose a date in the future, within ${GIFT_MAX_DAYS} days.`;
  if (date > now) throw wrongField("invalid_date", "until", message, "date_too_far", { days: GIFT_MAX_DAYS });
  throw wrongField("invalid_date", "until", message, "date_past");
}
