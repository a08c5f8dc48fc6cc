import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import type { ComplaintList } from "@/lib/complaints/schema";
import { COMPLAINTS_IN_ALL } from "@/lib/complaints/send-complaint";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { BUYER_COOKIE, sealBuyerSession } from "@/lib/sign-in/buyer-session";
import { SESSION_COOKIE, sealSession } from "@/lib/sign-in/seller-session";
import { setState } from "@/test/core";
import { openShop, type Shop } from "@/test/shop";
import * as byFile from "../files/[fileId]/complaints/route";
import * as byPayment from "../purchases/[paymentId]/complaints/route";
import * as one from "./[complaintId]/route";
import * as list from "./route";

/** "Problem with this file?": from the buyer to the seller, without any mail server in between. */

const HOME = "http://localhost:3000";
let shop: Shop;
/** One client per test, so that no limit gets in the way. */
let peer = 0;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
beforeEach(async () => {
  peer += 1;
  await db().complaint.deleteMany();
});

type Door = (request: Request, context?: { params: Promise<unknown> }) => Promise<Response>;
type Call = { method?: string; body?: unknown; headers?: Record<string, string>; params?: Record<string, string> };

async function call(door: Door, { method = "POST", body, headers, params = {} }: Call) {
  const request = new Request(`${HOME}/api/x`, {
    method,
    headers: { "x-filekiosk-peer": `10.2.0.${peer}`, origin: HOME, "content-type": "application/json", ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const response = await door(request, { params: Promise.resolve(params) });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers };
}

async function bought() {
  const { id: fileId } = await shop.sell();
  const outcome = await shop.buy(fileId, { payment: (await shop.sign(fileId)).header });
  if (outcome.kind !== "granted" || !outcome.payment || !outcome.claimToken) throw new Error("not bought");
  return { fileId, paymentId: outcome.payment.id, headers: { cookie: `fk_claim=${outcome.claimToken}` } };
}

async function seller(sellerId = shop.sellerId) {
  const session = { sellerId, address: shop.chain.accounts.seller.address.toLowerCase(), chainId: 0 };
  return { cookie: `${SESSION_COOKIE}=${await sealSession(session)}` };
}

const send = (fileId: string, body: unknown, headers: Record<string, string>) =>
  call(byFile.POST, { body, headers, params: { fileId } });
const open = async () => (await call(list.GET, { method: "GET", headers: await seller() })).body.complaints;

describe("a seller's answer", () => {
  const answers = async (fileId: string, headers: Record<string, string>) =>
    (await call(byFile.GET, { method: "GET", headers, params: { fileId } })).body;
  const change = async (complaintId: string, body: unknown, headers?: Record<string, string>) =>
    call(one.PATCH, { method: "PATCH", body, headers: headers ?? (await seller()), params: { complaintId } });

  it("is read by the buyer with the file and in My purchases, and a later one replaces it", async () => {
    const { fileId, paymentId, headers } = await bought();
    const { id } = (await send(fileId, { text: "Page 3 is missing." }, headers)).body;
    expect(await answers(fileId, headers)).toMatchObject({ complaints: [{ id, reply: null, repliedAt: null }] });
    expect((await change(id, { reply: " Here it is.\u202e ", done: true })).body).toMatchObject({
      reply: "Here it is.",
      doneAt: expect.any(String),
    });
    expect((await change(id, { reply: "Here it is, again." })).body.doneAt).toEqual(expect.any(String));
    const own = { complaints: [{ id, text: "Page 3 is missing.", reply: "Here it is, again." }] };
    expect(await answers(fileId, headers)).toMatchObject(own);
    const payment = await db().order.findUniqueOrThrow({ where: { id: paymentId } });
    const address = payment.payer.split(":").at(-1) ?? "";
    const buyer = { cookie: `${BUYER_COOKIE}=${await sealBuyerSession({ address, chainId: 0 })}` };
    const inPurchases = await call(byPayment.GET, { method: "GET", headers: buyer, params: { paymentId } });
    expect(inPurchases.body).toMatchObject(own);
  });

  it("is nobody else's to write or to read, and has an end", async () => {
    const { fileId, headers } = await bought();
    const { id } = (await send(fileId, { text: "Broken." }, headers)).body;
    const stranger = await seller(newId());
    expect((await change(id, { reply: "I am the seller." }, stranger)).status).not.toBe(200);
    expect((await call(byFile.GET, { method: "GET", params: { fileId } })).status).toBe(404);
    for (const reply of ["", " ", "\u200b", "x".repeat(5_001), "x".repeat(60_000)]) {
      const refused = await change(id, { reply });
      expect([refused.status, refused.body.code, refused.body.errors[0].field]).toEqual([
        400,
        "invalid_input",
        "reply",
      ]);
    }
    // 100 KB are more than any JSON that is read here.
    const refused = await change(id, { reply: "x".repeat(100 * 1_024) });
    expect([refused.status, refused.body.code]).toEqual([413, "body_too_large"]);
    expect((await change(id, {})).status).toBe(400);
    expect(await answers(fileId, headers)).toMatchObject({ complaints: [{ reply: null }] });
    expect(await db().notice.count({ where: { kind: "answered", subjectId: id } })).toBe(0);
    // Arabic and emoji count as people count them, not as bytes.
    expect((await change(id, { reply: "ا".repeat(5_000) })).status).toBe(200);
  });

  it("is told once, with what was written, however often it is sent and corrected", async () => {
    const { fileId, headers } = await bought();
    const { id } = (await send(fileId, { text: "Page 3 is missing." }, headers)).body;
    await Promise.all([1, 2, 3].map(() => change(id, { reply: "Here it is." })));
    await change(id, { reply: "Here it is, again." });
    await change(id, { done: true });
    expect(await db().notice.findMany({ where: { kind: "answered", subjectId: id } })).toHaveLength(1);
  });

  it("leaves the list of open ones, whose number is told, and is found among the done ones, page by page", async () => {
    const { fileId, paymentId, headers } = await bought();
    const { id } = (await send(fileId, { text: "Still open." }, headers)).body;
    const at = (count: number) => new Date(Date.UTC(2026, 0, 1, 0, count));
    for (let count = 0; count < 60; count += 1) {
      const row = { id: newId(), orderId: paymentId, sellerId: shop.sellerId, text: `No. ${count}` };
      await db().complaint.create({ data: { ...row, createdAt: at(99 - count), doneAt: at(count) } });
    }
    const read = async (query: string) => {
      const request = new Request(`${HOME}/api/complaints${query}`, { headers: await seller() });
      return (await (await list.GET(request)).json()) as ComplaintList;
    };
    const first = await read("?done=true");
    expect([first.complaints.length, first.more, first.open]).toEqual([50, true, 1]);
    expect(first.complaints[0]?.text).toBe("No. 59");
    const rest = await read(`?done=true&before=${first.complaints.at(-1)?.id}`);
    expect([rest.complaints.map(({ text }) => text).at(-1), rest.complaints.length, rest.more]).toEqual([
      "No. 0",
      10,
      false,
    ]);
    expect((await read("")).complaints.map((one) => one.id)).toEqual([id]);
    expect((await read("?done=true&before=nothing")).complaints).toEqual([]);
  });
});

describe("somebody who paid", () => {
  it("reaches the seller, who sees the file and the buyer and can mark it as done, and as open again", async () => {
    const { fileId, paymentId, headers } = await bought();
    const sent = await send(fileId, { text: " Page 3 is missing. ", replyTo: "ana@example.com" }, headers);
    expect(sent.status).toBe(201);
    const [shown, ...others] = await open();
    expect(others).toEqual([]);
    expect(shown).toMatchObject({
      id: sent.body.id,
      paymentId,
      fileId,
      fileTitle: "A report",
      version: 1,
      payer: shop.chain.accounts.buyer.address.toLowerCase(),
      price: "0.25",
      paymentState: "settled",
      text: "Page 3 is missing.",
      replyTo: "ana@example.com",
      doneAt: null,
    });
    const mark = async (done: boolean) =>
      call(one.PATCH, { method: "PATCH", body: { done }, headers: await seller(), params: { complaintId: shown.id } });
    expect((await mark(true)).body.doneAt).toMatch(/Z$/);
    expect((await mark(true)).status).toBe(200);
    expect(await open()).toEqual([]);
    expect((await mark(false)).body.doneAt).toBeNull();
    expect(await open()).toHaveLength(1);
  });

  it("may write as the payer too, without the browser that paid and after the time to download", async () => {
    const { paymentId } = await bought();
    await db().entitlement.updateMany({ where: { orderId: paymentId }, data: { until: new Date(0) } });
    const buyer = { address: shop.chain.accounts.buyer.address.toLowerCase(), chainId: 0 };
    const cookie = `${BUYER_COOKIE}=${await sealBuyerSession(buyer)}`;
    const body = { text: "I could never open it." };
    expect((await call(byPayment.POST, { body, headers: { cookie }, params: { paymentId } })).status).toBe(201);
    expect(await open()).toMatchObject([{ paymentId, replyTo: null }]);
  });

  it("says one thing once, however often it is pressed, and a few things a day", async () => {
    const { fileId, paymentId, headers } = await bought();
    const twice = await Promise.all([1, 2, 3].map(() => send(fileId, { text: "Broken." }, headers)));
    expect(new Set(twice.map(({ body }) => body.id)).size).toBe(1);
    for (const text of ["Two.", "Three."]) expect((await send(fileId, { text }, headers)).status).toBe(201);
    const refused = await send(fileId, { text: "Four." }, headers);
    expect([refused.status, refused.body.code]).toEqual([429, "too_many_requests"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(80_000);

    const aDayAgo = new Date(Date.now() - DAY);
    await db().complaint.updateMany({ where: { orderId: paymentId }, data: { createdAt: aDayAgo } });
    expect((await send(fileId, { text: "Four." }, headers)).status).toBe(201);
    const data = { orderId: paymentId, sellerId: shop.sellerId, text: "x", createdAt: aDayAgo };
    for (let count = 4; count < COMPLAINTS_IN_ALL; count += 1)
      await db().complaint.create({ data: { id: newId(), ...data } });
    expect((await send(fileId, { text: "Five." }, headers)).status).toBe(429);
    expect(await db().complaint.count({ where: { orderId: paymentId } })).toBe(COMPLAINTS_IN_ALL);
  });

  it("is told what is wrong with a message, and nothing hidden in it reaches the seller", async () => {
    const { fileId, headers } = await bought();
    for (const body of [{}, { text: "" }, { text: " \u200b " }, { text: "x".repeat(1_001) }, { text: "x", to: "y" }]) {
      expect((await send(fileId, body, headers)).body.code).toBe("invalid_input");
    }
    await send(fileId, { text: "One\u202e two\u0000\r\nthree", replyTo: "a\nb" }, headers);
    expect(await open()).toMatchObject([{ text: "One two\nthree", replyTo: "a b" }]);
  });
});

describe("nobody else", () => {
  it("writes to a seller: no stranger, no seller of the file, no buyer of another file, no other site", async () => {
    const { fileId, headers } = await bought();
    const other = await bought();
    const body = { text: "Buy my pills." };
    for (const shown of [{}, other.headers, await seller()]) {
      expect(await send(fileId, body, shown)).toMatchObject({ status: 404, body: { code: "payment_not_found" } });
    }
    const elsewhere = { ...headers, origin: "https://evil.example" };
    expect((await send(fileId, body, elsewhere)).body.code).toBe("foreign_origin");
    await setState({ fileId }, "unknown");
    expect((await send(fileId, body, headers)).body.code).toBe("payment_not_found");
    expect(await db().complaint.count()).toBe(0);
  });

  it("reads or changes it: not another seller, not the buyer, not a stranger", async () => {
    const { fileId, headers } = await bought();
    const { body } = await send(fileId, { text: "Broken." }, headers);
    const params = { complaintId: body.id as string };
    const change = (shown: Record<string, string>) =>
      call(one.PATCH, { method: "PATCH", body: { done: true }, headers: shown, params });
    expect((await change(await seller(newId()))).body.code).toBe("not_found");
    for (const shown of [headers, {}]) {
      expect((await change(shown)).status).toBe(401);
      expect((await call(list.GET, { method: "GET", headers: shown })).status).toBe(401);
    }
    const others = await call(list.GET, { method: "GET", headers: await seller(newId()) });
    expect(others.body).toEqual({ complaints: [], more: false, open: 0 });
    expect(await open()).toHaveLength(1);
  });
});
