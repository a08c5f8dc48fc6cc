import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { giveFound } from "@/lib/buyers/give-found";
import { listPurchases } from "@/lib/buyers/list-purchases";
import { renewRecoveryLink } from "@/lib/buyers/renew-recovery-link";
import { HOUR, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { endGift } from "@/lib/gifts/end-gift";
import { makeGifts } from "@/lib/gifts/make-gifts";
import { takeGift } from "@/lib/gifts/take-gift";
import { readReadiness } from "@/lib/health/readiness";
import { hashSecret, newId, newSecret } from "@/lib/ids";
import { checkJournal } from "@/lib/journal/check-journal";
import { tendGasTransactions } from "@/lib/payment-methods/evm/gas/tend-transactions";
import { purgeFiles } from "@/lib/products/files/purge-files";
import { removeFile } from "@/lib/products/files/remove-file";
import { updateFile } from "@/lib/products/files/update-file";
import { refundPayment } from "@/lib/refunds/refund-payment";
import { startRefund } from "@/lib/refunds/start-refund";
import { listOwnDecisions } from "@/lib/reports/own-decisions";
import { sendReport } from "@/lib/reports/send-report";
import { readOverview } from "@/lib/seller-pages/read-overview";
import { changePayout } from "@/lib/sellers/change-payout";
import { startPayout } from "@/lib/sellers/payout-statement";
import { resetSettings } from "@/lib/settings/settings";
import { readyChallenge } from "@/lib/shop/doors/ready-challenge";
import { startHookedNode } from "@/test/hooked-node";
import {
  backUp,
  comeBack,
  type compare,
  lose,
  loseAndRestore,
  openSafe,
  reconcileNow,
  restore,
  type Safe,
  sayYes,
} from "@/test/restored-shop";
import { openShop, type Shop } from "@/test/shop";
import { signTransfer } from "@/test/sign-payment";

/** A shop is lost and restored, beside the chain that went on. */

let shop: Shop;
let safe: Safe;
beforeEach(async () => {
  safe = openSafe();
  process.env.JOURNAL_DIR = safe.journal;
  shop = await openShop();
  await checkJournal();
  await shop.chain.fund(shop.chain.accounts.stranger.address, 5_000_000n);
});
afterEach(async () => {
  delete process.env.JOURNAL_DIR;
  await shop.close();
  safe.remove();
  resetSettings();
});

const now = () => new Date();

async function buy(fileId: string, payer = shop.chain.accounts.buyer) {
  const signed = await shop.sign(fileId, payer);
  const outcome = await shop.buy(fileId, { payment: signed.header });
  if (outcome.kind !== "granted" || !outcome.claimToken) throw new Error(outcome.kind);
  return { header: signed.header, claimToken: outcome.claimToken, paymentId: outcome.payment?.id ?? "" };
}

/** Signed and sent as the seller's page does; returns once it is settled. */
async function refund(orderId: string, wallet = shop.chain.accounts.seller) {
  const { domain, message } = await startRefund(
    { kind: "seller", sellerId: shop.sellerId },
    orderId,
    { from: wallet.address },
    now(),
  );
  const { validAfter, validBefore } = message;
  const signature = await signTransfer(wallet, domain, message);
  return refundPayment(
    { kind: "seller", sellerId: shop.sellerId },
    orderId,
    { from: wallet.address, endsAccess: true, validAfter, validBefore, signature },
    now(),
  );
}

async function payTo(address: string, revokeOld: boolean) {
  const { seller } = shop.chain.accounts;
  const change = { payTo: address, chainId: 31337, revokeOld };
  const { message, nonce, issuedAt } = await startPayout(shop.sellerId, change, now());
  await changePayout(
    shop.sellerId,
    { ...change, nonce, issuedAt, signature: await seller.signMessage({ message }) },
    now(),
  );
}

const vault = `0x${"7a".repeat(20)}`;
const kinds = ({ found }: Awaited<ReturnType<typeof compare>>) => found.map(({ kind }) => kind);

describe("sales made since the backup", () => {
  it("are found on the chain, and each buyer gets the right one of two files of one price and seller", async () => {
    const { buyer, stranger } = shop.chain.accounts;
    const [one, other] = [await shop.sell(), await shop.sell()];
    await backUp(safe);
    await buy(one.id, buyer);
    const second = await buy(other.id, stranger);
    const paid = await shop.received();
    await loseAndRestore(safe);
    const comparison = await sayYes();
    expect(comparison.obstacles).toEqual([]);
    expect(kinds(comparison)).toEqual(["sale", "sale"]);
    expect(await comeBack(shop, one.id, buyer)).toMatchObject({ kind: "granted" });
    expect(await comeBack(shop, other.id, stranger)).toMatchObject({ kind: "granted" });
    // Neither of them has the other file, and nothing was paid twice.
    expect((await comeBack(shop, one.id, stranger)).kind).not.toBe("granted");
    expect((await comeBack(shop, other.id, buyer)).kind).not.toBe("granted");
    expect(await db().order.count()).toBe(2);
    expect((await shop.buy(other.id, { payment: second.header })).kind).toBe("payment-known");
    expect(await shop.received()).toBe(paid);
  });

  it("open to a fresh authorization of their payer, which is not charged", async () => {
    const { id } = await shop.sell();
    await backUp(safe);
    await buy(id);
    const paid = await shop.received();
    await loseAndRestore(safe);
    await sayYes();
    expect(await shop.buy(id, { payment: (await shop.sign(id)).header })).toMatchObject({ kind: "granted" });
    expect(await shop.received()).toBe(paid);
  });

  it("are among the purchases of a wallet that signs in", async () => {
    const { id } = await shop.sell();
    await backUp(safe);
    await buy(id);
    await loseAndRestore(safe);
    await sayYes();
    const buyer = { address: shop.chain.accounts.buyer.address.toLowerCase(), chainId: 0 };
    await giveFound({ ...buyer, address: shop.chain.accounts.stranger.address.toLowerCase() }, now());
    expect((await listPurchases(buyer, now())).purchases).toEqual([]);
    await giveFound(buyer, now());
    expect((await listPurchases(buyer, now())).purchases).toMatchObject([
      { fileId: id, state: "settled", access: "open" },
    ]);
  });

  it("open for the file that the mark names, whichever one their header is presented for", async () => {
    const [one, other] = [await shop.sell(), await shop.sell()];
    await backUp(safe);
    const signed = await shop.sign(one.id, undefined, { resourceUrl: null });
    expect((await shop.buy(one.id, { payment: signed.header })).kind).toBe("granted");
    await loseAndRestore(safe);
    await sayYes();
    const told = await shop.buy(other.id, { payment: signed.header });
    expect(told).toMatchObject({
      kind: "payment-known",
      detail: expect.stringContaining("belongs to another purchase"),
    });
    expect((await comeBack(shop, other.id, shop.chain.accounts.buyer)).kind).not.toBe("granted");
    expect((await comeBack(shop, one.id, shop.chain.accounts.buyer)).kind).toBe("granted");
  });

  it("that were under way at the backup are settled by what the chain shows", async () => {
    const { id } = await shop.sell();
    const { claimToken, paymentId } = await buy(id);
    // As a backup has it that was written while it was settling.
    await db().entitlement.deleteMany();
    await db().gasTransaction.deleteMany();
    const open = { transaction: null, position: null, height: null, blockHash: null, blockTime: null, proofKey: null };
    await db().transfer.update({ where: { id: paymentId }, data: { ...open, state: "reserved", settledAt: null } });
    await db().order.update({ where: { id: paymentId }, data: { state: "open", paidAt: null } });
    await backUp(safe);
    await loseAndRestore(safe);
    await reconcileNow();
    expect(await shop.buy(id, { claimToken })).toMatchObject({ kind: "granted", access: "paid" });
    expect(kinds(await sayYes())).toEqual([]);
  });

  it("for a payment that had failed here are found as well", async () => {
    const { id } = await shop.sell();
    const { header, paymentId } = await buy(id);
    await db().entitlement.deleteMany();
    await db().gasTransaction.deleteMany();
    await db().hold.deleteMany();
    const open = { transaction: null, position: null, height: null, blockHash: null, blockTime: null, proofKey: null };
    await db().transfer.update({ where: { id: paymentId }, data: { ...open, state: "failed", settledAt: null } });
    const freed = { accountKey: null, personKey: null };
    await db().order.update({ where: { id: paymentId }, data: { ...freed, state: "failed", paidAt: null } });
    await backUp(safe);
    await loseAndRestore(safe);
    expect(kinds(await sayYes())).toEqual(["sale"]);
    expect(header).not.toBe("");
    expect((await comeBack(shop, id, shop.chain.accounts.buyer)).kind).toBe("granted");
  });

  it("are found although the clock of the backup was an hour off", async () => {
    const { id } = await shop.sell();
    await backUp(safe, new Date(Date.now() + HOUR));
    await buy(id);
    await loseAndRestore(safe);
    expect(kinds(await sayYes())).toEqual(["sale"]);
    expect((await comeBack(shop, id, shop.chain.accounts.buyer)).kind).toBe("granted");
  });

  it("on terms that are not in the backup wait for the operator, or are listed if nothing fits", async () => {
    const { id } = await shop.sell();
    await backUp(safe);
    await updateFile(shop.sellerId, id, { downloadDays: 90 }, now());
    await buy(id);
    await updateFile(shop.sellerId, id, { price: "0.70" }, now());
    await buy(id, shop.chain.accounts.stranger);
    await loseAndRestore(safe);
    expect(kinds(await sayYes())).toEqual(["waiting", "lost"]);
    expect((await comeBack(shop, id, shop.chain.accounts.buyer)).kind).not.toBe("granted");
  });
});

it("another SESSION_SECRET than the shop had is refused, unless the old one is named", async () => {
  await buy((await shop.sell()).id);
  await backUp(safe);
  await lose();
  const secret = process.env.SESSION_SECRET ?? "";
  process.env.SESSION_SECRET = "another secret that is long enough to be one";
  resetSettings();
  try {
    await expect(restore(safe)).rejects.toMatchObject({ code: "other_secret" });
    await restore(safe, { secrets: [secret] });
  } finally {
    process.env.SESSION_SECRET = secret;
    resetSettings();
  }
});

describe("before the operator's yes", () => {
  it("nothing is sold, in no way; what was bought is there", async () => {
    const { id } = await shop.sell();
    const { claimToken, header } = await buy(id);
    const fresh = await shop.sign(id, shop.chain.accounts.stranger);
    await backUp(safe);
    const paid = await shop.received();
    await loseAndRestore(safe);
    expect(await shop.buy(id)).toMatchObject({ kind: "unavailable", code: "shop_restored" });
    expect(await readyChallenge(id, now())).toBeNull();
    expect(await shop.buy(id, { payment: fresh.header })).toMatchObject({ kind: "unavailable", code: "shop_restored" });
    const bent = await shop.sign(id, shop.chain.accounts.stranger, { amount: "1" } as never).catch(() => fresh);
    expect((await shop.buy(id, { payment: bent.header })).kind).toBe("unavailable");
    expect(await db().transfer.count()).toBe(1);
    expect(await shop.received()).toBe(paid);
    expect(await shop.buy(id, { claimToken })).toMatchObject({ kind: "granted" });
    expect((await shop.buy(id, { payment: header })).kind).toBe("payment-known");
    expect((await comeBack(shop, id, shop.chain.accounts.buyer)).kind).toBe("granted");
    await sayYes();
    expect((await shop.buy(id, { payment: fresh.header })).kind).toBe("granted");
  });

  it("nothing that was signed before is sent, and nothing is refunded", async () => {
    const { id } = await shop.sell();
    const { paymentId } = await buy(id);
    const gas = await db().gasTransaction.findFirstOrThrow();
    const open = { ...gas, id: newId(), accountNonce: gas.accountNonce + 1, hash: `0x${"12".repeat(32)}` };
    await db().gasTransaction.create({ data: { ...open, state: "open", closedAt: null } });
    await backUp(safe);
    await loseAndRestore(safe);
    const sent: string[] = [];
    const node = await startHookedNode(shop.chain.rpcUrl, async ({ method }) => {
      if (method === "eth_sendRawTransaction") sent.push(method);
    });
    process.env.RPC_URL_31337 = node.url;
    resetSettings();
    try {
      for (const later of [0, HOUR]) await tendGasTransactions(async () => true, new Date(Date.now() + later));
      expect(await db().gasTransaction.count()).toBe(2);
      expect(sent).toEqual([]);
    } finally {
      process.env.RPC_URL_31337 = shop.chain.rpcUrl;
      resetSettings();
      await node.stop();
    }
    await expect(refund(paymentId)).rejects.toMatchObject({ code: "shop_restored" });
  });

  it("readiness and the seller's page say why, and nothing found is given", async () => {
    const { id } = await shop.sell();
    await backUp(safe);
    const { header } = await buy(id);
    await loseAndRestore(safe);
    const { ready, checks } = await readReadiness(now());
    expect(ready).toBe(false);
    expect(checks).toContainEqual({ name: "operator's confirmation of the restore", ready: false });
    expect(await readOverview(shop.sellerId, now())).toMatchObject({ salesWaitFor: "operator" });
    // Presented, it is recorded as found.
    expect((await shop.buy(id, { payment: header })).kind).toBe("payment-known");
    expect(await db().foundTransfer.count()).toBe(1);
    expect((await comeBack(shop, id, shop.chain.accounts.buyer)).kind).toBe("payment-known");
    expect(await db().order.count()).toBe(0);
  });

  it("sales found twice are given once", async () => {
    const { id } = await shop.sell();
    await backUp(safe);
    await buy(id);
    await loseAndRestore(safe);
    await sayYes();
    await sayYes();
    expect((await comeBack(shop, id, shop.chain.accounts.buyer)).kind).toBe("granted");
    expect(kinds(await sayYes())).toEqual([]);
    expect(await db().order.count()).toBe(1);
  });
});

describe("what was taken away since", () => {
  it("stays away: links, gifts, files; and it does no harm to replay it twice", async () => {
    const [sold, given, removed] = [await shop.sell(), await shop.sell(), await shop.sell()];
    const { claimToken, paymentId } = await buy(sold.id);
    const { gifts } = await makeGifts(shop.sellerId, given.id, { count: 2, label: "" }, now());
    const tokens = gifts.map(({ url }) => url.split("#")[1] ?? "");
    await backUp(safe);
    const buyer = { address: shop.chain.accounts.buyer.address.toLowerCase(), chainId: 0 };
    await renewRecoveryLink(buyer, paymentId, { endOthers: true, now: now() });
    const taker = newSecret();
    await takeGift({ token: tokens[0] ?? "", claimToken: taker }, now());
    await endGift(shop.sellerId, gifts[1]?.id ?? "", now());
    await removeFile(shop.sellerId, removed.id, now());
    for (const _ of [1, 2]) {
      const { replayed } = await loseAndRestore(safe);
      expect(replayed).toEqual({ "links-ended": 1, "gift-taken": 1, "gift-ended": 1, "file-removed": 1 });
      expect((await shop.buy(sold.id, { claimToken })).kind).not.toBe("granted");
      expect(await shop.buy(given.id, { claimToken: taker })).toMatchObject({ kind: "granted" });
      await expect(takeGift({ token: tokens[0] ?? "", claimToken: newSecret() }, now())).rejects.toMatchObject({
        code: "gift_taken",
      });
      await expect(takeGift({ token: tokens[1] ?? "", claimToken: newSecret() }, now())).rejects.toMatchObject({
        code: "gift_ended",
      });
      expect(await shop.buy(removed.id)).toMatchObject({ kind: "refused", code: "file_removed" });
      // A backup that already has it changes nothing more.
      await backUp(safe, new Date(Date.now() + (_ - 3) * MINUTE));
    }
    await backUp(safe, new Date(Date.now() + MINUTE));
    expect((await loseAndRestore(safe)).replayed).toEqual({});
    expect(await comeBack(shop, sold.id, shop.chain.accounts.buyer)).toMatchObject({ kind: "granted" });
  });

  it("of a link ends the old one only, whatever the clock says", async () => {
    const { id } = await shop.sell();
    const { claimToken, paymentId } = await buy(id);
    // Made by a clock that was an hour ahead.
    await db().entitlement.updateMany({ data: { createdAt: new Date(Date.now() + HOUR) } });
    await backUp(safe);
    const buyer = { address: shop.chain.accounts.buyer.address.toLowerCase(), chainId: 0 };
    await renewRecoveryLink(buyer, paymentId, { endOthers: true, now: now() });
    await loseAndRestore(safe);
    expect((await shop.buy(id, { claimToken })).kind).not.toBe("granted");
    expect(await db().entitlement.count({ where: { tokenHash: hashSecret(claimToken) } })).toBe(0);
  });

  it("of a removed file, a buyer since the backup still gets the bytes", async () => {
    const { id } = await shop.sell();
    await backUp(safe);
    await buy(id);
    await removeFile(shop.sellerId, id, now());
    await loseAndRestore(safe);
    await sayYes();
    await purgeFiles(new Date(Date.now() + 2 * HOUR));
    expect((await db().fileVersion.findFirstOrThrow()).bytesGoneAt).toBeNull();
    expect((await comeBack(shop, id, shop.chain.accounts.buyer)).kind).toBe("granted");
  });

  it("of a payout address, the one that was revoked gets nothing", async () => {
    const { id } = await shop.sell();
    await backUp(safe);
    const stale = await shop.sign(id);
    await payTo(vault, true);
    await loseAndRestore(safe);
    await sayYes();
    const before = await shop.received();
    expect((await shop.buy(id, { payment: stale.header })).kind).not.toBe("granted");
    await buy(id);
    expect(await shop.received()).toBe(before);
    expect(await shop.chain.usdcBalance(vault as never)).toBe(250_000n);
    expect((await db().seller.findFirstOrThrow()).payTo).toBe(vault);
  });
});

describe("a refund since the backup", () => {
  it("counts as one, by the journal", async () => {
    const { id } = await shop.sell();
    const { paymentId } = await buy(id);
    await backUp(safe);
    await refund(paymentId);
    expect(await shop.received()).toBe(0n);
    await loseAndRestore(safe);
    await reconcileNow();
    expect((await db().order.findUniqueOrThrow({ where: { id: paymentId } })).state).toBe("refunded");
    await sayYes();
    await expect(refund(paymentId)).rejects.toMatchObject({ code: "refund_not_possible" });
    expect(await shop.received()).toBe(0n);
  });

  it("counts as one, by the chain alone", async () => {
    const { id } = await shop.sell();
    const { paymentId } = await buy(id);
    await backUp(safe);
    await refund(paymentId);
    await loseAndRestore(safe, { withoutJournal: true, journal: join(safe.backups, "none") });
    expect(kinds(await sayYes())).toEqual(["refund"]);
    await reconcileNow();
    expect((await db().order.findUniqueOrThrow({ where: { id: paymentId } })).state).toBe("refunded");
    await expect(refund(paymentId)).rejects.toMatchObject({ code: "refund_not_possible" });
    expect(await shop.received()).toBe(0n);
  });

  it("before and after the restore is one, also of a sale that is only on the chain", async () => {
    const { id } = await shop.sell();
    await backUp(safe);
    const { paymentId } = await buy(id);
    await refund(paymentId);
    for (const options of [{}, { withoutJournal: true, journal: join(safe.backups, "none") }]) {
      await loseAndRestore(safe, options);
      const comparison = await sayYes();
      expect(kinds(comparison)).not.toContain("sale");
      expect((await comeBack(shop, id, shop.chain.accounts.buyer)).kind).not.toBe("granted");
      expect(await db().order.count()).toBe(0);
    }
    expect(await shop.received()).toBe(0n);
  });
});

describe("without a journal", () => {
  it("links wait for the payer's signature, sellers for theirs, files with complaints for the seller", async () => {
    const [sold, complained, reported] = [await shop.sell(), await shop.sell(), await shop.sell()];
    const { claimToken } = await buy(sold.id);
    const { paymentId } = await buy(complained.id);
    const complaint = { id: newId(), orderId: paymentId, sellerId: shop.sellerId, text: "broken", createdAt: now() };
    await db().complaint.create({ data: complaint });
    const notice = {
      fileId: reported.id,
      kind: "notice",
      reason: "child-safety",
      explanation: "x",
      goodFaith: true,
    } as const;
    await sendReport(notice, { ipPrefix: "10.0.0.1", locale: "en" }, now());
    await backUp(safe);
    await lose();
    await expect(restore(safe, { journal: join(safe.backups, "none") })).rejects.toMatchObject({ code: "no_journal" });
    await restore(safe, { journal: join(safe.backups, "none"), withoutJournal: true });
    await sayYes();
    expect((await shop.buy(sold.id, { claimToken })).kind).not.toBe("granted");
    expect((await comeBack(shop, sold.id, shop.chain.accounts.buyer)).kind).toBe("granted");
    const { stranger } = shop.chain.accounts;
    expect(await shop.buy(sold.id, { payment: (await shop.sign(sold.id, stranger)).header })).toMatchObject({
      code: "shop_restored",
    });
    expect(await readOverview(shop.sellerId, now())).toMatchObject({ salesWaitFor: "payout" });
    await payTo(shop.chain.accounts.seller.address.toLowerCase(), false);
    expect((await shop.buy(sold.id, { payment: (await shop.sign(sold.id, stranger)).header })).kind).toBe("granted");
    expect(await shop.buy(complained.id)).toMatchObject({ code: "file_paused" });
    expect(await shop.buy(reported.id)).toMatchObject({ code: "file_suspended" });
    const { decisions } = await listOwnDecisions(shop.sellerId, now());
    expect(decisions).toMatchObject([{ file: { id: reported.id }, automated: true, inForce: true }]);
  });
});

it("files of the shop are where they were, byte by byte", async () => {
  const { id, bytes } = await shop.sell();
  await backUp(safe);
  await loseAndRestore(safe);
  const { storageKey } = await db().fileVersion.findFirstOrThrow({ where: { fileId: id } });
  const { storage } = await import("@/lib/storage/storage");
  const chunks: Buffer[] = [];
  for await (const chunk of await storage().open(storageKey)) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
  expect(readdirSync(process.env.DATA_DIR ?? "")).not.toContain("restoring");
});
