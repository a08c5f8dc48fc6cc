import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { NextApiHandler, NextApiRequest, NextApiResponse } from "next";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { flushTraffic } from "@/lib/entitlements/download-budget";
import { findGrantByToken } from "@/lib/entitlements/grant";
import { ticketUrl } from "@/lib/entitlements/ticket";
import { forgetPerProcess } from "@/lib/process";
import { openShop, type Shop } from "../shop";

/** A grant's budget at the file's route: a leaked link does not end a buyer's access for good. */

let shop: Shop;
let server: Server;
let url: string;
let file: Awaited<ReturnType<Shop["sell"]>>;

beforeAll(async () => {
  shop = await openShop();
  file = await shop.sell();
  const { default: handler } = (await import("../../pages/api/files/[fileId]")) as { default: NextApiHandler };
  server = createServer((req, res) => {
    const query = { fileId: file.id, ticket: new URL(req.url ?? "", url).searchParams.get("ticket") ?? undefined };
    void handler(Object.assign(req, { query }) as unknown as NextApiRequest, res as unknown as NextApiResponse);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  server.close();
  await shop.close();
});

const LIMIT = () => 20 * file.bytes.length + 1024 ** 3;

/** Pays, and records that the grant downloaded this many bytes some time ago. */
async function grantWith(sent: number, since = new Date()): Promise<string> {
  const paid = await shop.buy(file.id, { payment: (await shop.sign(file.id)).header });
  if (paid.kind !== "granted" || !paid.claimToken) throw new Error(paid.kind);
  const grant = await findGrantByToken(paid.claimToken, new Date());
  await db().traffic.create({ data: { entitlementId: grant?.orderId ?? "", since, sent: BigInt(sent), handed: 0n } });
  forgetPerProcess("traffic");
  return paid.claimToken;
}
const ask = (token: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(url, { method, headers: { "Claim-Token": token, ...headers } });

test("a used-up budget is 429 with the time it renews; asking costs nothing, and another key is not another budget", async () => {
  const token = await grantWith(LIMIT());
  for (const headers of [{}, { Range: "bytes=0-9" }] as Record<string, string>[]) {
    const refused = await ask(token, headers);
    const problem = await refused.json();
    expect([refused.status, problem.code]).toEqual([429, "downloads_spent"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(86_000);
    expect(Date.parse(problem.renewsAt)).toBeGreaterThan(Date.now() + 86_000_000);
    expect(refused.headers.get("content-disposition")).toBeNull();
  }
  expect((await ask(token, {}, "HEAD")).status).toBe(200);
  expect((await ask(token, { Range: "bytes=99999-" })).status).toBe(416);

  const before = await shop.received();
  const again = await fetch(url, { headers: { "PAYMENT-SIGNATURE": (await shop.sign(file.id)).header } });
  expect([again.status, (await again.json()).code]).toEqual([429, "downloads_spent"]);
  expect(await shop.received()).toBe(before);
});

test("a free file has a budget for everybody together, and its seller is not bound by it", async () => {
  const free = await shop.sell({ price: "0" });
  const paid = file;
  file = free;
  const whole = await fetch(url);
  expect(Buffer.from(await whole.arrayBuffer()).equals(free.bytes)).toBe(true);
  await flushTraffic(new Date());
  const spent = { entitlementId: `free ${free.id}`, since: expect.any(Date), sent: 5_000n };
  expect(await db().traffic.findUnique({ where: { entitlementId: `free ${free.id}` } })).toMatchObject(spent);
  await db().traffic.updateMany({
    where: { entitlementId: `free ${free.id}` },
    data: { sent: 1_000n * 5_000n + 1024n ** 3n },
  });
  forgetPerProcess("traffic");
  const refused = await fetch(url);
  expect([refused.status, (await refused.json()).code]).toEqual([429, "free_downloads_spent"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(86_000);
  const ticket = new URL(ticketUrl(free.id, { kind: "owner", sellerId: shop.sellerId }, new Date())).searchParams.get(
    "ticket",
  );
  const own = await fetch(`${url}?ticket=${encodeURIComponent(ticket ?? "")}`);
  expect([own.status, (await own.arrayBuffer()).byteLength]).toEqual([200, 5_000]);
  file = paid;
});

test("the same grant downloads again when its 24 hours have ended", async () => {
  await db().traffic.updateMany({
    data: { since: new Date(Date.now() - 24 * 3_600_000), sent: BigInt(LIMIT()) },
  });
  forgetPerProcess("traffic");
  const first = await shop.buy(file.id, { payment: (await shop.sign(file.id)).header });
  const token = first.kind === "granted" ? (first.claimToken ?? "") : "";
  expect(Buffer.from(await (await ask(token)).arrayBuffer()).equals(file.bytes)).toBe(true);
});

test("the owner's downloads have no budget, and a buyer's are counted", async () => {
  const ticket = ticketUrl(file.id, { kind: "owner", sellerId: shop.sellerId }, new Date());
  await flushTraffic(new Date());
  const before = await db().traffic.findMany();
  expect((await (await fetch(url + new URL(ticket).search)).arrayBuffer()).byteLength).toBe(file.bytes.length);
  await flushTraffic(new Date());
  expect(await db().traffic.findMany()).toEqual(before);

  const paid = await shop.buy(file.id, { payment: (await shop.sign(file.id)).header });
  const token = paid.kind === "granted" ? (paid.claimToken ?? "") : "";
  const grant = await findGrantByToken(token, new Date());
  const sentBefore = (await db().traffic.findUnique({ where: { entitlementId: grant?.orderId ?? "" } }))?.sent ?? 0n;
  await (await ask(token, { Range: "bytes=0-99" })).arrayBuffer();
  await flushTraffic(new Date());
  const sent = (await db().traffic.findUnique({ where: { entitlementId: grant?.orderId ?? "" } }))?.sent;
  expect(sent).toBe(sentBefore + 100n);
});
