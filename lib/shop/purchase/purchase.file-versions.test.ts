import { createHash } from "node:crypto";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listPurchases } from "@/lib/buyers/list-purchases";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newSecret } from "@/lib/ids";
import { exchangeClaimToken } from "@/lib/products/files/access/exchange-claim-token";
import { findFile } from "@/lib/products/files/find-file";
import { readInfo } from "@/lib/products/files/read-info";
import { updateFile } from "@/lib/products/files/update-file";
import { challengeFor } from "@/lib/protocols/x402/challenge";
import { makeReceipt } from "@/lib/receipts/make-receipt";
import type { RefundPolicy } from "@/lib/refunds/schema";
import { allSales, findSales } from "@/lib/sellers/sales/find-sales";
import { updateProfile } from "@/lib/sellers/update-profile";
import { purchaseResult } from "@/lib/shop/doors/purchase-result";
import { storage } from "@/lib/storage/storage";
import { paidFor, reconcilePayments, setState } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
import { declared, proveWallet } from "@/test/sign-in-with-x";
import type { Outcome } from "./outcome";
import type { PurchaseRequest } from "./request";

/** What a buyer gets when the seller replaces the bytes: never less than the purchase, and never other bytes. */

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

function granted(outcome: Outcome) {
  if (outcome.kind !== "granted") throw new Error(`not granted but ${outcome.kind}`);
  return outcome;
}

async function fundedPayer() {
  const key = generatePrivateKey();
  const payer = { ...privateKeyToAccount(key), key };
  await shop.chain.fund(payer.address, 1_000_000n);
  return payer;
}

async function buy(id: string, account = shop.chain.accounts.buyer) {
  return granted(await shop.buy(id, { payment: (await shop.sign(id, account)).header }));
}

/** What a challenge says of the token, without the name of the offer. */
async function domainOf(id: string) {
  const file = await findFile(id);
  if (!file) throw new Error("no file");
  const { name, version } = challengeFor(file, "").accepts[0]?.extra ?? {};
  return { name, version };
}

const daysOf = ({ grant }: ReturnType<typeof granted>) =>
  Math.round((Number(grant?.until) - Number(grant?.createdAt)) / DAY);

const numbers = (outcome: Outcome) => granted(outcome).versions.map(({ number }) => number);
const shown = (id: string, claimToken: string | null, more: Partial<PurchaseRequest> = {}) =>
  shop.buy(id, { claimToken, ...more });

describe("a buyer from before the bytes were replaced", () => {
  it("keeps the purchased version, and gets nothing new, when the new version is for new buyers", async () => {
    const { id, bytes } = await shop.sell();
    const { claimToken, payment } = await buy(id);
    await shop.replace(id, "new-buyers");
    const back = await shown(id, claimToken);
    expect(granted(back).version).toMatchObject({ number: 1, sha256: sha256(bytes) });
    expect(numbers(back)).toEqual([1]);
    expect(await shown(id, claimToken, { version: 2 })).toMatchObject({ kind: "refused", code: "version_not_found" });
    expect(payment && (await makeReceipt(payment))).toMatchObject({ version: 1, sha256: sha256(bytes) });
  });

  it("gets the new one by itself, and the old one by its number, when the seller gives it to all buyers", async () => {
    const { id, bytes } = await shop.sell();
    const { claimToken, payment } = await buy(id);
    const newer = await shop.replace(id, "all-buyers");
    const back = await shown(id, claimToken);
    expect(granted(back).version).toMatchObject({ number: 2, sha256: sha256(newer) });
    expect(numbers(back)).toEqual([2, 1]);
    const old = granted(await shown(id, claimToken, { version: 1 }));
    expect(old.version.sha256).toBe(sha256(bytes));
    // The download URL stays with the version it was made for.
    expect((await purchaseResult(old, new Date())).ticketUrl).toMatch(/&version=1$/);
    expect(payment && (await makeReceipt(payment))).toMatchObject({ version: 1, sha256: sha256(bytes) });
  });

  it("gets the version for all buyers, but not a later one for new buyers only", async () => {
    const { id } = await shop.sell();
    const { claimToken } = await buy(id);
    await shop.replace(id, "all-buyers");
    await shop.replace(id, "new-buyers");
    expect(numbers(await shown(id, claimToken))).toEqual([2, 1]);
    await shop.replace(id, "all-buyers");
    expect(granted(await shown(id, claimToken)).version.number).toBe(4);
  });

  it("is not charged again by a new payment, and gets the same by it, by a signature and by the recovery link", async () => {
    const { id } = await shop.sell();
    const { claimToken } = await buy(id);
    await shop.replace(id, "new-buyers");
    const before = await shop.received();
    expect(granted(await buy(id)).version.number).toBe(1);
    const challenge = await shop.buy(id);
    if (challenge.kind !== "payment-required") throw new Error(challenge.kind);
    const signIn = await proveWallet(declared(challenge.challenge.extensions), shop.chain.accounts.buyer);
    expect(granted(await shop.buy(id, { signIn })).version.number).toBe(1);
    const { body } = await exchangeClaimToken(claimToken ?? "", new Date());
    expect(body.ticketUrl).toMatch(/&version=1$/);
    expect(await shop.received()).toBe(before);
  });

  it("gets it by paying again after the sale, uncharged, also when the bytes that were sold last are gone", async () => {
    const { id, bytes } = await shop.sell();
    await buy(id);
    await shop.replace(id, "new-buyers");
    const { header } = await shop.sign(id);
    const [sold] = await db().fileVersion.findMany({ where: { fileId: id, number: 2 } });
    await storage().remove(sold?.storageKey ?? "");
    await db().fileVersion.updateMany({ where: { id: sold?.id }, data: { bytesGoneAt: new Date() } });
    await db().file.update({ where: { id }, data: { onSaleUntil: new Date(Date.now() - 40 * DAY) } });
    const before = await shop.received();
    expect(granted(await shop.buy(id, { payment: header })).version.sha256).toBe(sha256(bytes));
    expect(await shop.received()).toBe(before);
  });

  it("is told that nothing is left when the bytes are gone, and no version of somebody else's is opened instead", async () => {
    const { id } = await shop.sell();
    const { claimToken } = await buy(id);
    await shop.replace(id, "new-buyers");
    await db().fileVersion.updateMany({ where: { fileId: id, number: 1 }, data: { bytesGoneAt: new Date() } });
    expect(await shown(id, claimToken)).toMatchObject({ kind: "refused", code: "bytes_gone" });
    expect(await shown(id, claimToken, { version: 1 })).toMatchObject({ kind: "refused", code: "bytes_gone" });
    await expect(exchangeClaimToken(claimToken ?? "", new Date())).rejects.toMatchObject({ code: "claim_not_found" });
  });
});

describe("a buyer while the bytes are replaced", () => {
  it("gets the version that the challenge named, which is the one in the receipt", async () => {
    const { id, bytes } = await shop.sell();
    const paid = await shop.sign(id);
    const newer = await shop.replace(id, "new-buyers");
    const outcome = granted(await shop.buy(id, { payment: paid.header }));
    expect(outcome.version.sha256).toBe(sha256(bytes));
    expect(outcome.payment && (await makeReceipt(outcome.payment))).toMatchObject({
      version: 1,
      sha256: sha256(bytes),
    });
    expect(numbers(await shown(id, outcome.claimToken))).toEqual([1]);
    const { stranger } = shop.chain.accounts;
    await shop.chain.fund(stranger.address, 1_000_000n);
    const later = granted(await buy(id, stranger));
    expect(later.version.sha256).toBe(sha256(newer));
  });

  it("gets the purchased version in the response that settles, and the version for all buyers from then on", async () => {
    const { id, bytes } = await shop.sell();
    const paid = await shop.sign(id);
    await shop.replace(id, "all-buyers");
    const outcome = granted(await shop.buy(id, { payment: paid.header }));
    expect(outcome.version.sha256).toBe(sha256(bytes));
    expect(numbers(await shown(id, outcome.claimToken))).toEqual([2, 1]);
  });

  it("is not charged for the new version when the old one is no longer sold", async () => {
    const { id } = await shop.sell();
    const paid = await shop.sign(id);
    await shop.replace(id, "new-buyers");
    const before = await shop.received();
    await db().terms.updateMany({
      where: { fileId: id, until: { not: null } },
      data: { until: new Date(Date.now() - 10 * MINUTE) },
    });
    expect(await shop.buy(id, { payment: paid.header })).toMatchObject({
      kind: "payment-rejected",
      code: "file_replaced",
      challenge: { accepts: [{ extra: { offerId: (await findFile(id))?.terms.id } }] },
    });
    expect(await shop.received()).toBe(before);
  });

  it("buys the newest when the client names no offer", async () => {
    const { id } = await shop.sell();
    await shop.replace(id, "new-buyers");
    const { header } = await shop.sign(id, undefined, { accepted: { extra: await domainOf(id) } });
    expect(granted(await shop.buy(id, { payment: header })).version.number).toBe(2);
  });

  it("gets the version that it names, as clients did that were challenged before an upgrade", async () => {
    const { id, bytes } = await shop.sell();
    await shop.replace(id, "new-buyers");
    const extra = { ...(await domainOf(id)), fileVersion: 1, refundTerms: "" };
    const { header } = await shop.sign(id, undefined, { accepted: { extra } });
    const outcome = granted(await shop.buy(id, { payment: header }));
    expect(outcome.version).toMatchObject({ number: 1, sha256: sha256(bytes) });
    const none = await shop.sign(id, await fundedPayer(), { accepted: { extra: { ...extra, fileVersion: 3 } } });
    expect(await shop.buy(id, { payment: none.header })).toMatchObject({ code: "file_replaced" });
  });

  it("gets the version that was paid for also when the answer was lost and the chain said so later", async () => {
    const { id, bytes } = await shop.sell();
    const paid = await shop.sign(id);
    const chosenClaimToken = newSecret();
    await shop.replace(id, "new-buyers");
    const { payment } = granted(await shop.buy(id, { payment: paid.header, chosenClaimToken }));
    // As after a crash between the settlement and its record.
    await db().entitlement.deleteMany({ where: { orderId: payment?.id } });
    await setState({ id: payment?.id ?? "" }, "unknown");
    await reconcilePayments(new Date());
    expect(granted(await shown(id, chosenClaimToken)).version.sha256).toBe(sha256(bytes));
  });

  it("does not pay for one version by asking for another", async () => {
    const { id } = await shop.sell();
    await shop.replace(id, "new-buyers");
    const before = await shop.received();
    const { header } = await shop.sign(id);
    expect(await shop.buy(id, { payment: header, version: 1 })).toMatchObject({ code: "version_not_found" });
    expect(await shop.buy(id, { version: 1 })).toMatchObject({ code: "version_not_found", extensions: {} });
    expect(await shop.received()).toBe(before);
    expect(granted(await shop.buy(id, { payment: header, version: 2 })).version.number).toBe(2);
  });
});

describe("an offer", () => {
  it("is sold as it was shown, although another one differs from it only in the days to download", async () => {
    const { id } = await shop.sell({ downloadDays: 30 });
    const shorter = await shop.sign(id);
    await updateFile(shop.sellerId, id, { downloadDays: 90 }, new Date());
    const longer = await shop.sign(id, await fundedPayer());
    expect(daysOf(granted(await shop.buy(id, { payment: longer.header })))).toBe(90);
    expect(daysOf(granted(await shop.buy(id, { payment: shorter.header })))).toBe(30);
  });

  it("is the one with more days if the client names none of two: it may have been the one shown", async () => {
    const { id } = await shop.sell({ downloadDays: 90 });
    const paid = await shop.sign(id, undefined, { accepted: { extra: await domainOf(id) } });
    await updateFile(shop.sellerId, id, { downloadDays: 30 }, new Date());
    expect(daysOf(granted(await shop.buy(id, { payment: paid.header })))).toBe(90);
  });

  it("is likewise the one without an end of downloads", async () => {
    const { id } = await shop.sell();
    await db().terms.updateMany({ where: { fileId: id }, data: { downloadDays: null } });
    const paid = await shop.sign(id, undefined, { accepted: { extra: await domainOf(id) } });
    await updateFile(shop.sellerId, id, { downloadDays: 90 }, new Date());
    expect(granted(await shop.buy(id, { payment: paid.header })).grant?.until).toBeNull();
  });

  it("that is closed is not replaced by another one that costs the same", async () => {
    const { id } = await shop.sell({ downloadDays: 90 });
    const { header } = await shop.sign(id);
    await updateFile(shop.sellerId, id, { downloadDays: 30 }, new Date(Date.now() - 11 * MINUTE));
    const before = await shop.received();
    const outcome = await shop.buy(id, { payment: header });
    const detail = expect.stringContaining("Nothing was charged");
    expect(outcome).toMatchObject({ kind: "payment-rejected", code: "file_replaced", detail });
    expect(await shop.received()).toBe(before);
    expect(await db().transfer.count({ where: paidFor(id) })).toBe(0);
  });

  it("of another file is rejected, even if everything else in the payment fits this one", async () => {
    const [{ id }, other] = [await shop.sell(), await shop.sell()];
    const named = (await findFile(other.id))?.terms.id;
    const extra = { ...(await domainOf(id)), offerId: named, fileVersion: 1, refundTerms: "" };
    const { header } = await shop.sign(id, undefined, { accepted: { extra } });
    expect(await shop.buy(id, { payment: header })).toMatchObject({ code: "file_replaced" });
  });

  it.each(["", "short", "0".repeat(23), `${"0".repeat(21)}-`, 7, null])(
    "is not named by %j, which is no id",
    async (offerId) => {
      const { id } = await shop.sell();
      const extra = { ...(await domainOf(id)), offerId };
      const { header } = await shop.sign(id, await fundedPayer(), { accepted: { extra } });
      expect((await shop.buy(id, { payment: header })).kind).toBe("granted");
    },
  );
});

describe("what the seller says of refunds", () => {
  it("is for a buyer the policy shown before paying, even if the seller changes it during or after the payment", async () => {
    const { id } = await shop.sell();
    const say = (refundPolicy: RefundPolicy, refundNote: string) =>
      updateProfile(shop.sellerId, { refundPolicy, refundNote }, new Date());
    const receiptOf = async ({ payment }: ReturnType<typeof granted>) => payment && (await makeReceipt(payment));
    await say("within-14-days", "Write me first.");
    const paid = await shop.sign(id);
    await say("no-refunds", "");
    const bought = granted(await shop.buy(id, { payment: paid.header }));
    const promised = { refundPolicy: "within-14-days", refundNote: "Write me first." };
    expect(await receiptOf(bought)).toMatchObject(promised);

    const [stranger, other] = [await fundedPayer(), await fundedPayer()];
    expect(await receiptOf(await buy(id, stranger))).toMatchObject({ refundPolicy: "no-refunds", refundNote: null });
    // A client that names none gets the current ones.
    const { header } = await shop.sign(id, other, { accepted: { extra: undefined } });
    expect(await receiptOf(granted(await shop.buy(id, { payment: header })))).toMatchObject({
      refundPolicy: "no-refunds",
    });

    await say("if-faulty", "Anything.");
    const payer = shop.chain.accounts.buyer.address.toLowerCase();
    expect((await listPurchases({ address: payer, chainId: 0 }, new Date())).purchases[0]).toMatchObject(promised);
    const { sales } = await findSales(shop.sellerId, allSales);
    expect(sales.find(({ paymentId }) => paymentId === bought.payment?.id)).toMatchObject(promised);
    expect((await readInfo(id, new Date())).seller).toMatchObject({
      refundPolicy: "if-faulty",
      refundNote: "Anything.",
    });
    // A change of price afterwards keeps it.
    await updateFile(shop.sellerId, id, { price: "0.75" }, new Date());
    expect((await findFile(id))?.terms).toMatchObject({ refundPolicy: "if-faulty", refundNote: "Anything." });
  });
});

describe("others", () => {
  it("the seller downloads any version, the public of a free file the current one", async () => {
    const { id } = await shop.sell({ price: "0" });
    await shop.replace(id, "new-buyers");
    expect(numbers(await shop.buy(id, { sellerId: shop.sellerId }))).toEqual([2, 1]);
    expect(granted(await shop.buy(id, { sellerId: shop.sellerId, version: 1 })).version.number).toBe(1);
    expect(numbers(await shop.buy(id))).toEqual([2]);
    expect(await shop.buy(id, { version: 1 })).toMatchObject({ kind: "refused", code: "version_not_found" });
  });
});
