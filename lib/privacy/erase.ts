import "server-only";
import { audit } from "@/lib/audit/audit";
import type { Actor } from "@/lib/audit/schema";
import { paidBy } from "@/lib/buyers/own-payment";
import { db } from "@/lib/db/client";
import { journaled } from "@/lib/journal/journaled";
import { pruneFailed } from "@/lib/payments/prune-failed";
import { removeFile } from "@/lib/products/files/remove-file";
import { shop } from "@/lib/shop/shop";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import { endSessions } from "@/lib/sign-in/sessions";
import { eraseBuyerRows, eraseSellerRows } from "./erase-rows";
import { hasBuyerRows, hasSellerRows } from "./has-rows";

/** Files that are looked up together. */
const BATCH = 200;

/**
 * Erases a seller's personal data (rule 17): takes every file off sale, then erases what `eraseSellerRows` names. Buyers'
 * grants stay, and so do sales, refunds and the wallet's addresses in them, which are accounting records. It is in the
 * journal, so a restore repeats it. Safe to repeat. The seller is signed out everywhere.
 * If there is nothing to erase, neither journal nor audit log gets a line: wallets cost nothing, and both keep their lines.
 *
 * @param by who asked for it
 * @throws AppError `server_busy` when the journal cannot be written
 */
export async function eraseSeller(sellerId: string, by: Actor, now: Date): Promise<void> {
  for (;;) {
    const where = { sellerId, removedAt: null };
    const files = await db().file.findMany({ where, select: { id: true }, take: BATCH });
    for (const { id } of files) await removeFile(sellerId, id, now);
    if (files.length < BATCH) break;
  }
  if (await hasSellerRows(db(), sellerId)) {
    await journaled({ kind: "seller-erased", sellerId }, now, () =>
      db().$transaction(async (tx) => {
        if (!(await eraseSellerRows(tx, sellerId, now))) return;
        await audit(tx, { act: "data-erased", by, subject: { kind: "seller", id: sellerId } }, now);
      }),
    );
  }
  const wallet = await db().seller.findUnique({ where: { id: sellerId } });
  if (wallet) await endSessions({ kind: "seller", wallet });
}

/**
 * Erases a buyer's personal data (rule 17): the messages to sellers, and failed payments that the chain shows can no longer
 * move money. Grants, paid orders and refunds stay. It is in the journal, so a restore repeats it. Safe to repeat. The buyer
 * is signed out everywhere. If nothing was written by the buyer, neither journal nor audit log gets a line.
 *
 * @param by who asked for it
 * @throws AppError `server_busy` when the journal cannot be written
 */
export async function eraseBuyer(buyer: BuyerSession, by: Actor, now: Date): Promise<void> {
  const { person, payer } = paidBy(buyer);
  const whose = { person, ...(payer === undefined ? {} : { payer }) };
  if (await hasBuyerRows(db(), whose)) {
    await journaled({ kind: "buyer-erased", ...whose }, now, () =>
      db().$transaction(async (tx) => {
        if (!(await eraseBuyerRows(tx, whose, now))) return;
        await audit(tx, { act: "data-erased", by, subject: { kind: "wallet", id: buyer.address } }, now);
      }),
    );
  }
  await pruneFailed(shop, now, whose);
  await endSessions({ kind: "buyer", wallet: buyer });
}
