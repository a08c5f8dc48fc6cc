import { createSiweMessage } from "viem/siwe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Purchase, PurchaseList } from "@/lib/buyers/schema";
import { db } from "@/lib/db/client";
import { flushTraffic, startBudget } from "@/lib/entitlements/download-budget";
import { newId } from "@/lib/ids";
import { personOf } from "@/lib/payment-methods/evm/eip3009/authorization";
import { SETTLED_BY_ANOTHER } from "@/lib/payments/reasons";
import { exchangeClaimToken } from "@/lib/products/files/access/exchange-claim-token";
import { BUYER_COOKIE, sealBuyerSession } from "@/lib/sign-in/buyer-session";
import type { SignInNonce } from "@/lib/sign-in/schema";
import { SESSION_COOKIE, sealSession } from "@/lib/sign-in/seller-session";
import type { TestAccount } from "@/test/chain";
import { setState } from "@/test/core";
import { insertSales, readPayment, saleLike } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";
import * as sellerNonce from "../sign-in/nonce/route";
import * as sellerSignIn from "../sign-in/route";
import * as complaints from "./[paymentId]/complaints/route";
import * as open from "./[paymentId]/open/route";
import * as receipt from "./[paymentId]/receipt/route";
import * as recoveryLink from "./[paymentId]/recovery-link/route";
import * as list from "./route";
import * as nonce from "./sign-in/nonce/route";
import * as signIn from "./sign-in/route";

/** "My purchases", through its routes: what a wallet paid for here, and nothing else. */

const HOME = "http://localhost:3000";
let shop: Shop;
/** One client per test, so that no limit gets in the way. */
let peer = 0;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
beforeEach(() => {
  peer += 1;
});

type Door = (request: Request, context?: { params: Promise<unknown> }) => Promise<Response>;
type Call = { method?: string; body?: unknown; headers?: Record<string, string>; paymentId?: string; query?: string };

/** As the page at APP_URL calls. */
async function call(door: Door, { method = "POST", body, headers, paymentId = "", query = "" }: Call = {}) {
  const request = new Request(`${HOME}/api/purchases${query}`, {
    method,
    headers: { "x-filekiosk-peer": `10.1.0.${peer}`, origin: HOME, "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const response = await door(request, { params: Promise.resolve({ paymentId }) });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers };
}

async function cookieOf(account: { address: string }, chainId = 0): Promise<{ cookie: string }> {
  const session = { address: account.address.toLowerCase(), chainId };
  return { cookie: `${BUYER_COOKIE}=${await sealBuyerSession(session)}` };
}

async function purchasesOf(account: { address: string }, chainId = 0, query = ""): Promise<PurchaseList> {
  const { status, body } = await call(list.GET, { method: "GET", headers: await cookieOf(account, chainId), query });
  expect(status).toBe(200);
  return body;
}

async function bought(payer: TestAccount = shop.chain.accounts.buyer) {
  const { id: fileId, bytes } = await shop.sell();
  const outcome = await shop.buy(fileId, { payment: (await shop.sign(fileId, payer)).header });
  if (outcome.kind !== "granted" || !outcome.payment || !outcome.claimToken) throw new Error("not bought");
  return { fileId, bytes, paymentId: outcome.payment.id, claimToken: outcome.claimToken };
}

const find = ({ purchases }: PurchaseList, paymentId: string): Purchase | undefined =>
  purchases.find((one) => one.paymentId === paymentId);

const doors: [name: string, door: Door, body?: unknown][] = [
  ["open", open.POST, {}],
  ["receipt", receipt.GET],
  ["recovery link", recoveryLink.POST, { endOthers: true }],
  ["complaint", complaints.POST, { text: "It does not open." }],
];
const methodOf = (door: Door) => (door === receipt.GET ? "GET" : "POST");

describe("signing in", () => {
  type From = { from?: Door; fields?: Record<string, unknown> };
  async function signed({ from = nonce.POST, fields }: From = {}) {
    const { issuedAt, expirationTime, ...start }: SignInNonce = (await call(from)).body;
    const dates = { issuedAt: new Date(issuedAt), expirationTime: new Date(expirationTime) };
    const { buyer } = shop.chain.accounts;
    const message = createSiweMessage({ ...start, ...dates, address: buyer.address, chainId: 31337, ...fields });
    return { message, signature: await buyer.signMessage({ message }) };
  }

  it("says what it opens, makes no seller, and leaves a cookie that only this part of the server gets", async () => {
    const { paymentId } = await bought();
    const body = await signed();
    expect(body.message).toContain("See what this wallet bought here");
    const answer = await call(signIn.POST, { body });
    expect(answer.status).toBe(200);
    const address = shop.chain.accounts.buyer.address.toLowerCase();
    expect(answer.body).toEqual({ address, chainId: 0 });
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^fk_buyer=[^;]+; Max-Age=86340; Path=\/api\/purchases; HttpOnly; SameSite=Strict$/);
    expect(await db().seller.count({ where: { address } })).toBe(0);
    const shown = await call(list.GET, { method: "GET", headers: { cookie: cookie.split(";")[0] ?? "" } });
    expect(find(shown.body, paymentId)).toBeDefined();
    expect(await call(signIn.POST, { body })).toMatchObject({ status: 401, body: { code: "sign_in_failed" } });
  });

  it("a seller's message opens no purchases, and a buyer's signs no seller in", async () => {
    expect((await call(signIn.POST, { body: await signed({ from: sellerNonce.POST }) })).status).toBe(401);
    expect((await call(sellerSignIn.POST, { body: await signed() })).status).toBe(401);
    // A buyer's nonce with another statement: the text shown in the wallet is not what it gives access to.
    const fields = { statement: "Sign in to see kittens." };
    expect((await call(signIn.POST, { body: await signed({ fields }) })).status).toBe(401);
  });

  it("a seller's session is no buyer's and the other way round, whatever cookie it is in", async () => {
    const address = shop.chain.accounts.buyer.address.toLowerCase();
    const sellers = await sealSession({ sellerId: shop.sellerId, address, chainId: 0 });
    for (const cookie of [`${SESSION_COOKIE}=${sellers}`, `${BUYER_COOKIE}=${sellers}`, `${BUYER_COOKIE}=x`, ""]) {
      expect((await call(list.GET, { method: "GET", headers: { cookie } })).status).toBe(401);
    }
    const buyers = await sealBuyerSession({ address, chainId: 0 });
    const cookie = `${SESSION_COOKIE}=${buyers}`;
    expect((await call(sellerSignIn.GET, { method: "GET", headers: { cookie } })).body).toBeNull();
  });
});

describe("who may see what", () => {
  it("another site reads nothing, with the buyer's cookie or without", async () => {
    const { paymentId } = await bought();
    const cookie = await cookieOf(shop.chain.accounts.buyer);
    const elsewhere = { ...cookie, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const read = await call(list.GET, { method: "GET", headers: elsewhere });
    expect([read.status, read.body.code]).toEqual([401, "sign_in_required"]);
    expect(read.headers.get("access-control-allow-origin")).toBeNull();
    for (const [, door, body] of doors.filter(([, one]) => one !== receipt.GET)) {
      const answer = await call(door, { body, paymentId, headers: elsewhere });
      expect([answer.status, answer.body.code]).toEqual([403, "foreign_origin"]);
    }
    // A program that sends the cookie without Origin could be acting for another site.
    const without = new Request(HOME, { method: "POST", headers: { ...cookie, "content-type": "application/json" } });
    expect((await open.POST(without, { params: Promise.resolve({ paymentId }) })).status).toBe(403);
  });

  it.each(doors)("%s: a wallet never gets at what another one bought", async (_, door, body) => {
    const { paymentId, fileId } = await bought();
    const { buyer, stranger } = shop.chain.accounts;
    const method = methodOf(door);
    const grants = () => db().entitlement.findMany({ where: { productId: fileId } });
    const before = await grants();
    const foreign = await call(door, { method, body, paymentId, headers: await cookieOf(stranger) });
    const unknown = await call(door, { method, body, paymentId: newId(), headers: await cookieOf(stranger) });
    expect([foreign.status, foreign.body.code]).toEqual([404, "payment_not_found"]);
    // It does not even reveal that there is such a payment.
    expect({ ...foreign.body, requestId: "" }).toEqual({ ...unknown.body, requestId: "" });
    expect(await grants()).toEqual(before);
    expect(await db().complaint.count()).toBe(0);
    expect((await call(door, { method, body, paymentId })).status).toBe(401);
    expect((await call(door, { method, body, paymentId, headers: await cookieOf(buyer) })).status).toBeLessThan(300);
    await db().complaint.deleteMany();
  });

  it("another wallet's list has none of it, not even by naming its payment as the last one shown", async () => {
    const { paymentId } = await bought();
    const { stranger } = shop.chain.accounts;
    expect((await purchasesOf(stranger)).purchases).toEqual([]);
    const query = `?before=${paymentId}`;
    const named = await call(list.GET, { method: "GET", headers: await cookieOf(stranger), query });
    expect([named.status, named.body.code]).toEqual([404, "payment_not_found"]);
  });

  it("a plain key sees its payments on every network, a contract those on its own only", async () => {
    const { paymentId } = await bought();
    const { buyer } = shop.chain.accounts;
    const network = "eip155:8453";
    const sale = saleLike(await readPayment(paymentId), { state: "settled", network });
    const other = sale.order.id;
    await insertSales([{ ...sale, order: { ...sale.order, payer: `${network}:${sale.transfer.payer}` } }]);
    const both = await purchasesOf(buyer);
    expect([find(both, paymentId)?.networkName, find(both, other)?.networkName]).toEqual(["Devnet", "Base"]);
    const onBase = await purchasesOf(buyer, 8453);
    expect(onBase.purchases.map((one) => one.paymentId)).toEqual([other]);
    for (const [, door, body] of doors) {
      const asked = { method: methodOf(door), body, paymentId, headers: await cookieOf(buyer, 8453) };
      expect((await call(door, asked)).body.code).toBe("payment_not_found");
    }
    await db().transfer.delete({ where: { id: other } });
    await db().order.delete({ where: { id: other } });
  });
});

describe("the list", () => {
  it("comes page by page, the newest first, each payment once", async () => {
    const payer = `0x${"5e".repeat(20)}`;
    const { paymentId } = await bought();
    const row = await readPayment(paymentId);
    const account = `${row.network}:${payer}`;
    const made: string[] = [];
    for (let index = 0; index < 60; index += 1) {
      // Several in the same millisecond.
      const createdAt = new Date(row.createdAt.getTime() + Math.floor(index / 7));
      const { order, transfer } = saleLike(row, { state: "settled", payer, createdAt, settledAt: createdAt });
      await insertSales([{ order: { ...order, payer: account, person: personOf(payer), createdAt }, transfer }]);
      made.push(order.id);
    }
    const seen: Purchase[] = [];
    for (let query = ""; ; query = `?before=${seen.at(-1)?.paymentId}`) {
      const page = await purchasesOf({ address: payer }, 0, query);
      expect(page.purchases.length).toBeLessThanOrEqual(25);
      seen.push(...page.purchases);
      if (!page.older) break;
    }
    expect(seen.map((one) => one.paymentId).sort()).toEqual(made.sort());
    expect(seen.map(({ at }) => at)).toEqual(
      seen
        .map(({ at }) => at)
        .sort()
        .reverse(),
    );
    await db().transfer.deleteMany({ where: { payer } });
    await db().order.deleteMany({ where: { payer: account } });
  });

  it("tells of each line what it was, what it cost and until when", async () => {
    const { paymentId, fileId } = await bought();
    const grant = await db().entitlement.findFirstOrThrow({ where: { orderId: paymentId } });
    expect(find(await purchasesOf(shop.chain.accounts.buyer), paymentId)).toMatchObject({
      fileId,
      fileUrl: `${HOME}/f/${fileId}`,
      title: "A report",
      name: "report.pdf",
      mediaType: "application/pdf",
      size: 5_000,
      price: "0.25",
      state: "settled",
      pending: false,
      access: "open",
      downloadUntil: grant.until?.toISOString(),
      receipt: true,
    });
  });

  it("shows a payment that is being confirmed and says wait, and none that failed", async () => {
    const { paymentId } = await bought();
    const { buyer } = shop.chain.accounts;
    await db().entitlement.deleteMany({ where: { orderId: paymentId } });
    await setState({ id: paymentId }, "unknown");
    const line = find(await purchasesOf(buyer), paymentId);
    expect(line).toMatchObject({ pending: true, access: "waiting", receipt: false, downloadUntil: null });
    const headers = await cookieOf(buyer);
    const opened = await call(open.POST, { body: {}, paymentId, headers });
    expect([opened.status, opened.body.code, opened.body.paymentId]).toEqual([503, "settlement_unknown", paymentId]);
    const link = await call(recoveryLink.POST, { body: { endOthers: false }, paymentId, headers });
    expect(link.body.code).toBe("access_ended");
    expect((await call(complaints.POST, { body: { text: "?" }, paymentId, headers })).body.code).toBe(
      "payment_not_found",
    );
    await setState({ id: paymentId }, "failed");
    expect(find(await purchasesOf(buyer), paymentId)).toBeUndefined();
  });

  it("an access that has ended says so, gives no download, and still has its receipt", async () => {
    const { paymentId } = await bought();
    const { buyer } = shop.chain.accounts;
    const headers = await cookieOf(buyer);
    await db().entitlement.updateMany({ where: { orderId: paymentId }, data: { until: new Date(Date.now() - 1) } });
    expect(find(await purchasesOf(buyer), paymentId)).toMatchObject({ access: "ended", receipt: true });
    for (const [door, body] of [
      [open.POST, {}],
      [recoveryLink.POST, { endOthers: false }],
    ] as const) {
      expect((await call(door, { body, paymentId, headers })).body.code).toBe("access_ended");
    }
    expect(await db().entitlement.count({ where: { orderId: paymentId } })).toBe(1);
    const shown = await call(receipt.GET, { method: "GET", paymentId, headers });
    expect(shown.body).toMatchObject({ paymentId, price: "0.25" });
    expect(shown.headers.get("content-disposition")).toContain(`receipt-${paymentId}.json`);
  });

  it("deleted bytes, an access that the seller ended, and a payment that the network reversed are distinguished", async () => {
    const { buyer } = shop.chain.accounts;
    const [gone, revoked, reverted] = [await bought(), await bought(), await bought()];
    await db().fileVersion.updateMany({ where: { fileId: gone.fileId }, data: { bytesGoneAt: new Date() } });
    await db().entitlement.updateMany({ where: { orderId: revoked.paymentId }, data: { revokedAt: new Date() } });
    await setState({ id: reverted.paymentId }, "reverted");
    const shown = await purchasesOf(buyer);
    expect([gone, revoked, reverted].map(({ paymentId }) => find(shown, paymentId)?.access)).toEqual([
      "gone",
      "revoked",
      "open",
    ]);
    const headers = await cookieOf(buyer);
    const codes = [gone, revoked].map(async ({ paymentId }) => {
      return (await call(open.POST, { body: {}, paymentId, headers })).body.code;
    });
    expect(await Promise.all(codes)).toEqual(["bytes_gone", "access_ended"]);
    const none = await call(receipt.GET, { method: "GET", paymentId: reverted.paymentId, headers });
    expect([none.status, none.body.code]).toEqual([409, "payment_reverted"]);
    expect(find(shown, reverted.paymentId)).toMatchObject({ state: "reverted", receipt: false });
  });
});

describe("opening", () => {
  it("gives a ticket and the receipt, makes no key and charges nothing, also for a file that was deleted", async () => {
    const { paymentId, fileId, bytes } = await bought();
    const before = await shop.received();
    await db().file.update({ where: { id: fileId }, data: { removedAt: new Date(), paused: true } });
    const opened = await call(open.POST, { body: {}, paymentId, headers: await cookieOf(shop.chain.accounts.buyer) });
    expect(opened).toMatchObject({ status: 200, body: { access: "paid", fileId, receipt: { paymentId } } });
    expect(opened.body.claimToken).toBeUndefined();
    expect(opened.body.recoveryUrl).toBeUndefined();
    const ticket = new URL(opened.body.ticketUrl).searchParams.get("ticket");
    const granted = await shop.buy(fileId, { ticket });
    expect(granted).toMatchObject({ kind: "granted", payment: { id: paymentId }, version: { size: bytes.length } });
    expect(await db().entitlement.count({ where: { productId: fileId } })).toBe(1);
    expect(await shop.received()).toBe(before);
  });

  it("opens what somebody else's transaction paid for, since the payer has signed", async () => {
    const { paymentId, fileId, claimToken } = await bought();
    await db().transfer.update({ where: { id: paymentId }, data: { reason: SETTLED_BY_ANOTHER } });
    await db().entitlement.updateMany({ where: { orderId: paymentId }, data: { tokenHash: "shut" } });
    await expect(exchangeClaimToken(claimToken, new Date())).rejects.toMatchObject({ code: "claim_not_found" });
    const headers = await cookieOf(shop.chain.accounts.buyer);
    const opened = await call(open.POST, { body: {}, paymentId, headers });
    expect(opened.body).toMatchObject({ fileId, access: "paid" });
  });
});

describe("a new recovery link", () => {
  const renew = async (paymentId: string, endOthers: boolean) => {
    const headers = await cookieOf(shop.chain.accounts.buyer);
    return call(recoveryLink.POST, { body: { endOthers }, paymentId, headers });
  };
  const tokenOf = (url: string) => new URL(url).hash.slice(1);

  it("opens the file on another device beside the old one, and this browser by a cookie of that file alone", async () => {
    const { paymentId, fileId, claimToken } = await bought();
    const { status, body, headers } = await renew(paymentId, false);
    expect(status).toBe(200);
    expect(body.recoveryUrl).toMatch(/^http:\/\/localhost:3000\/r#[\w-]{43}$/);
    for (const token of [claimToken, tokenOf(body.recoveryUrl)]) {
      expect((await exchangeClaimToken(token, new Date())).body).toMatchObject({ fileId, pending: false });
    }
    const cookies = headers.getSetCookie();
    expect(cookies.map((line) => /Path=([^;]+)/.exec(line)?.[1])).toEqual([`/f/${fileId}`, `/api/files/${fileId}`]);
    for (const cookie of cookies) expect(cookie).toContain("HttpOnly");
    // The secret itself is stored nowhere.
    const grants = await db().entitlement.findMany({ where: { productId: fileId } });
    expect(JSON.stringify(grants)).not.toContain(tokenOf(body.recoveryUrl));
    const ends = new Set(grants.map(({ until }) => until?.getTime()));
    expect(ends.size).toBe(1);
  });

  it("ends the old links where that is wanted, also when it is asked for many times at once", async () => {
    const { paymentId, fileId, claimToken } = await bought();
    const answers = await Promise.all([1, 2, 3].map(() => renew(paymentId, true)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await expect(exchangeClaimToken(claimToken, new Date())).rejects.toMatchObject({ code: "claim_not_found" });
    const opens = answers.map(({ body }) =>
      exchangeClaimToken(tokenOf(body.recoveryUrl), new Date()).catch(() => null),
    );
    expect((await Promise.all(opens)).filter(Boolean)).toHaveLength(1);
    // No page says that the seller ended it, and the buyer has the file.
    expect(await db().entitlement.count({ where: { productId: fileId, revokedAt: { not: null } } })).toBe(0);
    const headers = await cookieOf(shop.chain.accounts.buyer);
    expect((await call(open.POST, { body: {}, paymentId, headers })).status).toBe(200);
  });

  it("is one of twenty at most; ending the others is never refused, and makes room", async () => {
    const { paymentId, claimToken } = await bought();
    for (let made = 1; made < 20; made += 1) expect((await renew(paymentId, false)).status).toBe(200);
    const refused = await renew(paymentId, false);
    expect([refused.status, refused.body.code]).toEqual([429, "too_many_requests"]);
    expect(refused.body.detail).toContain("End the others");
    expect((await exchangeClaimToken(claimToken, new Date())).body.pending).toBe(false);
    for (let ended = 0; ended < 8; ended += 1) expect((await renew(paymentId, true)).status).toBe(200);
    await expect(exchangeClaimToken(claimToken, new Date())).rejects.toMatchObject({ code: "claim_not_found" });
    const { status, body } = await renew(paymentId, false);
    expect(status).toBe(200);
    expect((await exchangeClaimToken(tokenOf(body.recoveryUrl), new Date())).body.pending).toBe(false);
  });

  it("that ends the others gives back once a day what strangers downloaded with them", async () => {
    const { paymentId } = await bought();
    const spend = async () => {
      (await startBudget({ id: "", orderId: paymentId }, 1, new Date())).count(30 * 1024 ** 3);
      await flushTraffic(new Date());
    };
    const admit = async () => (await startBudget({ id: "", orderId: paymentId }, 1, new Date())).admit();
    await spend();
    await renew(paymentId, false);
    await expect(admit()).rejects.toMatchObject({ code: "downloads_spent" });
    await renew(paymentId, true);
    await admit();
    await spend();
    await renew(paymentId, true);
    await expect(admit()).rejects.toMatchObject({ code: "downloads_spent" });
    await db().usedNonce.updateMany({ where: { purpose: "budget" }, data: { expiresAt: new Date() } });
    await renew(paymentId, true);
    await admit();
  });
});
