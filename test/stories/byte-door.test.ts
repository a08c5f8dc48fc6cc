import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { SettleResponse } from "@x402/core/types";
import type { NextApiRequest, NextApiResponse } from "next";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { storage } from "@/lib/storage/storage";
import handler from "@/pages/api/files/[fileId]";
import { paidFor, setState } from "@/test/core";
import { openShop, type Shop } from "../shop";
import { decode } from "../sign-payment";

/** The route that sends bytes, over real sockets, with a real chain, database and disk. */

let shop: Shop;
let server: Server;
let origin: string;

beforeAll(async () => {
  shop = await openShop();
  server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? "", "http://localhost");
    const query = { ...Object.fromEntries(searchParams), fileId: pathname.slice(1) };
    void handler(Object.assign(req, { query }) as unknown as NextApiRequest, res as unknown as NextApiResponse);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server?.close();
  await shop?.close();
});

function ask(fileId: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> {
  return fetch(`${origin}/${fileId}`, { method, headers, redirect: "manual" });
}

async function paid(): Promise<{ id: string; bytes: Buffer; header: string; answer: Response; claimToken: string }> {
  const { id, bytes } = await shop.sell();
  const { header } = await shop.sign(id);
  const answer = await ask(id, { "PAYMENT-SIGNATURE": header });
  return { id, bytes, header, answer, claimToken: answer.headers.get("claim-token") ?? "" };
}

async function keyOf(fileId: string): Promise<string> {
  const { storageKey } = await db().fileVersion.findFirstOrThrow({ where: { fileId } });
  return storageKey;
}

it("neither the challenge nor the paid bytes are for anybody's cache", async () => {
  const { id } = await shop.sell();
  const { answer } = await paid();
  for (const [response, status] of [
    [await ask(id), 402],
    [answer, 200],
  ] as const) {
    expect(response.status).toBe(status);
    expect(response.headers.get("cache-control")).toBe("private, no-store, no-transform");
    expect(response.headers.get("vary")).toBe("Accept, User-Agent, RSC");
  }
});

it("the response to a payment has bytes and receipt in itself and does not redirect", async () => {
  const { bytes, answer } = await paid();
  expect(answer.status).toBe(200);
  expect(answer.headers.get("location")).toBeNull();
  const settled = decode<SettleResponse>(answer.headers.get("payment-response"));
  expect(settled).toMatchObject({ success: true, network: "eip155:31337", amount: "250000" });
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
});

it("an error after the settlement still says which settlement it was", async () => {
  const { id, header, claimToken } = await paid();
  await storage().remove(await keyOf(id));
  const answer = await ask(id, { "PAYMENT-SIGNATURE": header, "Claim-Token": claimToken });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: "bytes_unavailable" });
  expect(answer.headers.get("payment-id") ?? "none").toMatch(/^\w{22}$/);
  expect(decode<SettleResponse>(answer.headers.get("payment-response")).success).toBe(true);
});

it("an unknown outcome is 503 with the time and the place to ask again, and no challenge", async () => {
  const { id, claimToken } = await paid();
  const payment = await db().transfer.findFirstOrThrow({ where: paidFor(id) });
  await db().entitlement.deleteMany({ where: { productId: id } });
  await setState({ id: payment.id }, "unknown");
  const anew = await shop.sign(id);
  const comingBack: Record<string, string>[] = [{ "Claim-Token": claimToken }, { "PAYMENT-SIGNATURE": anew.header }];
  for (const headers of comingBack) {
    const answer = await ask(id, headers);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(answer.headers.get("payment-required")).toBeNull();
    const body = (await answer.json()) as Record<string, unknown>;
    expect(body.statusUrl).toBe(`http://localhost:3000/api/payments/${payment.id}`);
    expect(body.accepts).toBeUndefined();
  }
});

it("a payment for bytes that the request would not take is not taken, and stays good", async () => {
  const { id, bytes } = await shop.sell();
  const { header } = await shop.sign(id);
  const before = await shop.received();
  const past = "Sun, 06 Nov 1994 08:49:37 GMT";
  const failing: Record<string, string>[] = [{ "If-Match": '"another"' }, { "If-Unmodified-Since": past }];
  for (const condition of failing) {
    expect((await ask(id, condition)).status).toBe(402);
    const answer = await ask(id, { "PAYMENT-SIGNATURE": header, ...condition });
    expect(answer.status).toBe(412);
    expect(await answer.json()).toMatchObject({ code: "precondition_failed", detail: "Nothing was charged." });
  }
  expect(await db().transfer.count({ where: paidFor(id) })).toBe(0);
  expect(await shop.received()).toBe(before);
  const { sha256 } = await db().fileVersion.findFirstOrThrow({ where: { fileId: id } });
  const answer = await ask(id, { "PAYMENT-SIGNATURE": header, "If-Match": `"${sha256}"` });
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  expect(await shop.received()).toBe(before + 250_000n);
});

it("a payer who has the file gets it by signing again, whatever is sold by now", async () => {
  const { id, bytes } = await paid();
  const { sha256 } = await db().fileVersion.findFirstOrThrow({ where: { fileId: id } });
  await shop.replace(id, "new-buyers");
  const { header } = await shop.sign(id);
  const answer = await ask(id, { "PAYMENT-SIGNATURE": header, "If-Match": `"${sha256}"` });
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
});

it.each(["claim token", "cookie", "free"] as const)(
  "after a replacement, who names the old bytes gets none of the new ones: %s",
  async (by) => {
    const { id, claimToken } = by === "free" ? { ...(await shop.sell({ price: "0" })), claimToken: "" } : await paid();
    const shown: Record<string, string> =
      by === "free" ? {} : by === "cookie" ? { cookie: `fk_claim=${claimToken}` } : { "Claim-Token": claimToken };
    const old = (await ask(id, shown, "HEAD")).headers.get("etag") ?? "";
    await shop.replace(id, "all-buyers");
    for (const method of ["GET", "HEAD"]) {
      const answer = await ask(id, { ...shown, "If-Match": old, Range: "bytes=2000-" }, method);
      expect(answer.status).toBe(412);
    }
  },
);

const rest = { Range: "bytes=2000-" };
const bodyOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
const ageVersions = (fileId: string, createdAt: Date) =>
  db().fileVersion.updateMany({ where: { fileId }, data: { createdAt } });

it("a client that resumes without naming the bytes gets the rest of those last sent for its claim token", async () => {
  const { id, bytes, claimToken } = await paid();
  const keys: Record<string, string>[] = [{ "Claim-Token": claimToken }, { cookie: `fk_claim=${claimToken}` }];
  const second = await shop.replace(id, "all-buyers");
  for (const key of keys) {
    for (const range of ["bytes=2000-", "bytes=-3000"]) {
      const answer = await ask(id, { ...key, Range: range });
      expect([answer.status, (await bodyOf(answer)).equals(bytes.subarray(2000))]).toEqual([206, true]);
    }
    const done = await ask(id, { ...key, Range: "bytes=5000-" });
    expect([done.status, done.headers.get("content-range")]).toEqual([416, "bytes */5000"]);
  }
  // From the first byte on it is a new download, of what is current.
  const anew = await ask(id, { ...keys[0], Range: "bytes=0-1999" });
  expect((await bodyOf(anew)).equals(second.subarray(0, 2000))).toBe(true);
  for (const key of keys) {
    const answer = await ask(id, { ...key, ...rest });
    expect([answer.status, (await bodyOf(answer)).equals(second.subarray(2000))]).toEqual([206, true]);
  }
});

it("gets no part where those are gone, and where it is not known which they were", async () => {
  const { id, claimToken } = await paid();
  const key = { "Claim-Token": claimToken };
  const second = await shop.replace(id, "all-buyers");
  const noPart = async (shown: Record<string, string>) => {
    const answer = await ask(id, { ...shown, ...rest });
    expect(answer.status).toBe(412);
    expect(await answer.json()).toMatchObject({ detail: expect.stringContaining("?version=2 is the newest") });
  };
  await db().fileVersion.updateMany({ where: { fileId: id, number: 1 }, data: { bytesGoneAt: new Date() } });
  await noPart(key);
  // Another claim token for the same purchase: it is unknown which bytes its holder has.
  const { header } = await shop.sign(id);
  await noPart({ "PAYMENT-SIGNATURE": header });
  const anew = await ask(id, key);
  expect([anew.status, (await bodyOf(anew)).equals(second)]).toEqual([200, true]);
  expect((await ask(id, { ...key, ...rest })).status).toBe(206);
});

it("gets no range of a free file for a month after a replacement, and any before and after", async () => {
  const { id } = await shop.sell({ price: "0" });
  expect((await ask(id, rest)).status).toBe(206);
  const { sha256 } = await db().fileVersion.findFirstOrThrow({ where: { fileId: id } });
  await shop.replace(id, "all-buyers");
  const blind: Record<string, string>[] = [
    {},
    { "If-Match": "*" },
    { "If-Unmodified-Since": new Date().toUTCString() },
    { Range: "bytes=-3000" },
  ];
  for (const headers of blind) expect((await ask(id, { ...rest, ...headers })).status).toBe(412);
  expect((await ask(id, { ...rest, "If-Range": `"${sha256}"` })).status).toBe(200);
  const tag = (await ask(id)).headers.get("etag") ?? "";
  const named: Record<string, string>[] = [{ "If-Range": tag }, { "If-Match": tag }];
  for (const headers of named) expect((await ask(id, { ...rest, ...headers })).status).toBe(206);
  expect((await ask(id, { Range: "bytes=0-9" })).status).toBe(206);
  await ageVersions(id, new Date(Date.now() - 31 * DAY));
  expect((await ask(id, rest)).status).toBe(206);
});

it("a URL that names its version continues with that one, and does not affect other downloads", async () => {
  const { id, bytes, claimToken } = await paid();
  const key = { "Claim-Token": claimToken };
  const second = await shop.replace(id, "all-buyers");
  await (await ask(id, key)).arrayBuffer();
  const first = await ask(`${id}?version=1`, { ...key, ...rest });
  expect([first.status, (await bodyOf(first)).equals(bytes.subarray(2000))]).toEqual([206, true]);
  expect((await bodyOf(await ask(id, { ...key, ...rest }))).equals(second.subarray(2000))).toBe(true);
});

it("HEAD, OPTIONS and prefetches with a fresh, valid payment settle nothing", async () => {
  const { id } = await shop.sell();
  const { header } = await shop.sign(id);
  const before = await shop.received();
  const shown = { "PAYMENT-SIGNATURE": header };
  expect((await ask(id, shown, "HEAD")).status).toBe(402);
  expect((await ask(id, shown, "OPTIONS")).status).toBe(204);
  const lookers: Record<string, string>[] = [{ RSC: "1" }, { "Sec-Purpose": "prefetch" }];
  for (const looking of lookers) {
    expect((await ask(id, { ...shown, ...looking })).status).toBe(402);
  }
  expect(await shop.received()).toBe(before);
  expect(await db().hold.count({ where: { productId: id } })).toBe(0);
});

it("a prefetch by somebody with access pulls no byte", async () => {
  const { id, claimToken } = await paid();
  const lookers: Record<string, string>[] = [{ RSC: "1" }, { "Sec-Purpose": "prefetch;prerender" }];
  for (const looking of lookers) {
    const answer = await ask(id, { "Claim-Token": claimToken, ...looking });
    expect(answer.status).toBe(204);
    expect(await answer.text()).toBe("");
  }
});

it("another site's script may pay, and the cookies that its requests carry open nothing", async () => {
  const { id, claimToken } = await paid();
  const cookie = `fk_claim=${claimToken}`;
  expect((await ask(id, { cookie })).status).toBe(200);
  const answer = await ask(id, { cookie, Origin: "https://agent.example", "Sec-Fetch-Site": "cross-site" });
  expect(answer.status).toBe(402);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  expect(answer.headers.get("access-control-allow-credentials")).toBeNull();
});
