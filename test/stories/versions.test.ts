import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { NextApiRequest, NextApiResponse } from "next";
import { afterAll, beforeAll, expect, it } from "vitest";
import { GET as readInfoRoute } from "@/app/api/files/[fileId]/info/route";
import { POST as purchaseRoute } from "@/app/api/files/[fileId]/purchase/route";
import { POST as createRoute } from "@/app/api/files/route";
import { GET as receiptRoute } from "@/app/api/payments/[paymentId]/receipt/route";
import type { FileInfo, OwnFile } from "@/lib/products/files/schema";
import { resetSettings } from "@/lib/settings/settings";
import type { PurchaseResult, Receipt } from "@/lib/shop/schema";
import fileDoor from "@/pages/api/files/[fileId]";
import type { TestAccount } from "../chain";
import { openShop, type Shop } from "../shop";
import { decode, signPayment } from "../sign-payment";
import { signedIn, uploadBytes } from "../uploads";

/** Sell, buy, replace, buy again, through the routes: what each buyer has at the end. */

const HOME = "http://localhost:3000";
let shop: Shop;
let server: Server;
let seller: Record<string, string>;

beforeAll(async () => {
  process.env.APP_URL = HOME;
  process.env.MIN_FREE_SPACE = "1MB";
  shop = await openShop();
  resetSettings();
  const address = shop.chain.accounts.seller.address.toLowerCase();
  seller = await signedIn({ sellerId: shop.sellerId, address, chainId: 0 });
  server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? "", HOME);
    const query = { ...Object.fromEntries(searchParams), fileId: pathname.split("/").at(-1) };
    void fileDoor(Object.assign(req, { query }) as unknown as NextApiRequest, res as unknown as NextApiResponse);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await shop.close();
});

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const json = { "Content-Type": "application/json" };

/** The file's route, by a path or by one of its own absolute URLs. */
function door(address: string, init: RequestInit = {}): Promise<Response> {
  const { pathname, search } = new URL(address, HOME);
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}${search}`, init);
}

async function upload(bytes: Uint8Array, name: string) {
  const { id: uploadId, token: uploadToken } = await uploadBytes(bytes, name);
  return { uploadId, uploadToken };
}

async function sell(bytes: Uint8Array): Promise<OwnFile> {
  const body = JSON.stringify({ ...(await upload(bytes, "guide-1.pdf")), price: "0.25", downloadDays: 60 });
  const response = await createRoute(
    new Request(`${HOME}/api/files`, { method: "POST", headers: { ...json, ...seller }, body }),
  );
  expect(response.status).toBe(201);
  return (await response.json()) as OwnFile;
}

async function patch(fileId: string, changes: object) {
  const init = { method: "PATCH", headers: { ...json, ...seller }, body: JSON.stringify(changes) };
  const response = await door(`/api/files/${fileId}`, init);
  return { status: response.status, body: await response.json() };
}

/** Pays as an x402 client does, the answer being the file. */
async function pay(fileId: string, account: TestAccount): Promise<Response> {
  const asked = await door(`/api/files/${fileId}`);
  expect(asked.status).toBe(402);
  const paid = await signPayment(decode(asked.headers.get("payment-required")), account);
  const answer = await door(`/api/files/${fileId}`, { headers: { "PAYMENT-SIGNATURE": paid.header } });
  expect(answer.status).toBe(200);
  return answer;
}

async function info(fileId: string): Promise<FileInfo> {
  const request = new Request(`${HOME}/api/files/${fileId}/info`);
  return (await (await readInfoRoute(request, { params: Promise.resolve({ fileId }) })).json()) as FileInfo;
}

async function purchase(fileId: string, claimToken: string, query = ""): Promise<Response> {
  const headers = { "Claim-Token": claimToken };
  const request = new Request(`${HOME}/api/files/${fileId}/purchase${query}`, { method: "POST", headers });
  return purchaseRoute(request, { params: Promise.resolve({ fileId }) });
}

async function receipt(paymentId: string, claimToken: string): Promise<Receipt> {
  const request = new Request(`${HOME}/api/payments/${paymentId}/receipt`, { headers: { "Claim-Token": claimToken } });
  return (await (await receiptRoute(request, { params: Promise.resolve({ paymentId }) })).json()) as Receipt;
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const header = (response: Response, name: string) => response.headers.get(name) ?? "";

it("each buyer has the purchased version, and those that the seller added", async () => {
  const { buyer, stranger } = shop.chain.accounts;
  await shop.chain.fund(stranger.address, 1_000_000n);
  const [first, second, third] = [randomBytes(40_000), randomBytes(60_000), randomBytes(50_000)] as const;
  const { id } = await sell(first);

  const bought = await pay(id, buyer);
  expect(sha256(await bytesOf(bought))).toBe(sha256(first));
  const claimToken = header(bought, "claim-token");
  const etag = header(bought, "etag");
  const ticket = ((await (await purchase(id, claimToken)).json()) as PurchaseResult).ticketUrl;

  // For new buyers only: the first buyer sees nothing of it, the second pays for it.
  const replaced = await patch(id, { ...(await upload(second, "guide-2.pdf")), newVersionFor: "new-buyers" });
  expect(replaced).toMatchObject({ status: 200, body: { version: 2, name: "guide-2.pdf", downloadDays: 60 } });
  expect(await info(id)).toMatchObject({ version: 2, size: 60_000, sha256: sha256(second), downloadDays: 60 });
  const boughtLater = await pay(id, stranger);
  expect(sha256(await bytesOf(boughtLater))).toBe(sha256(second));
  const again = await door(`/api/files/${id}`, { headers: { "Claim-Token": claimToken } });
  expect(sha256(await bytesOf(again))).toBe(sha256(first));
  expect(header(again, "content-disposition")).toContain("guide-1.pdf");
  const notTheirs = await purchase(id, claimToken, "?version=2");
  expect([notTheirs.status, await notTheirs.json()]).toMatchObject([404, { code: "version_not_found" }]);

  // A correction for everybody.
  await patch(id, { ...(await upload(third, "guide-3.pdf")), newVersionFor: "all-buyers" });
  const mine = (await (await purchase(id, claimToken)).json()) as PurchaseResult;
  expect(mine).toMatchObject({ version: 3, receipt: { version: 1, sha256: sha256(first) } });
  expect(mine.versions.map(({ number, sha256: hash }) => [number, hash])).toEqual([
    [3, sha256(third)],
    [1, sha256(first)],
  ]);
  expect(sha256(await bytesOf(await door(mine.ticketUrl)))).toBe(sha256(third));

  // A download that continues never mixes two versions: whole by default, the rest where the address names the version.
  const goOn = { Range: "bytes=20000-", "If-Range": etag };
  const whole = await door(`/api/files/${id}`, { headers: { "Claim-Token": claimToken, ...goOn } });
  expect([whole.status, sha256(await bytesOf(whole))]).toEqual([200, sha256(third)]);
  for (const address of [ticket, `/api/files/${id}?version=1`]) {
    const rest = await door(address, { headers: { "Claim-Token": claimToken, ...goOn } });
    expect([rest.status, header(rest, "content-range")]).toEqual([206, "bytes 20000-39999/40000"]);
    expect(Buffer.compare(await bytesOf(rest), first.subarray(20_000))).toBe(0);
  }

  // Receipts stay with the purchased version.
  expect(await receipt(header(bought, "payment-id"), claimToken)).toMatchObject({
    version: 1,
    fileName: "guide-1.pdf",
    sha256: sha256(first),
    size: 40_000,
    downloadUntil: mine.downloadUntil,
  });
  const laterToken = header(boughtLater, "claim-token");
  expect(await receipt(header(boughtLater, "payment-id"), laterToken)).toMatchObject({ sha256: sha256(second) });
  expect(await shop.received()).toBe(500_000n);
});

it.each([
  ["a version that is no number", "x"],
  ["version 0", "0"],
  ["a version below", "-1"],
  ["a version with a fraction", "1.5"],
])("%s is 400 at the byte door, before anything is charged", async (_, version) => {
  const { id } = await shop.sell();
  const answer = await door(`/api/files/${id}?version=${version}`);
  expect([answer.status, await answer.json()]).toMatchObject([400, { code: "malformed_request" }]);
});

it.each([
  ["an upload without its token", { uploadId: "x", newVersionFor: "all-buyers" }],
  ["an upload without saying who gets it", { uploadId: "x", uploadToken: "y" }],
  ["who gets it without an upload", { newVersionFor: "all-buyers" }],
  ["a version for nobody", { uploadId: "x", uploadToken: "y", newVersionFor: "nobody" }],
  ["fewer days to download than promised to all", { downloadDays: 29 }],
  ["more days than ten years", { downloadDays: 3_651 }],
  ["half a day", { downloadDays: 30.5 }],
])("%s is 400 and changes nothing", async (_, changes) => {
  const { id } = await shop.sell();
  expect(await patch(id, changes)).toMatchObject({ status: 400, body: { code: "invalid_input" } });
  expect(await info(id)).toMatchObject({ version: 1, downloadDays: 30 });
});
