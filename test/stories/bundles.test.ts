import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NextApiRequest, NextApiResponse } from "next";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as purchaseRoute } from "@/app/api/files/[fileId]/purchase/route";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import type { Verdict } from "@/lib/decisions/schema";
import { manifestHash } from "@/lib/products/bundles/manifest";
import { changeBundle } from "@/lib/products/bundles/selling/change-bundle";
import { createBundle } from "@/lib/products/bundles/selling/create-bundle";
import { removeFile } from "@/lib/products/files/remove-file";
import { makeReceipt } from "@/lib/receipts/make-receipt";
import { resetSettings } from "@/lib/settings/settings";
import type { PurchaseResult } from "@/lib/shop/schema";
import { storage } from "@/lib/storage/storage";
import fileDoor from "@/pages/api/files/[fileId]";
import type { TestAccount } from "../chain";
import { openShop, type Shop } from "../shop";
import { decode, signPayment } from "../sign-payment";

/** Files that are sold together: paid for once on a real chain, and downloaded through the door of files. */

const HOME = "http://localhost:3000";
let shop: Shop;
let server: Server;
let owner: { sellerId: string; address: string; chainId: number };
const folder = mkdtempSync(join(tmpdir(), "filekiosk-bundles-"));

beforeAll(async () => {
  process.env.APP_URL = HOME;
  process.env.SETTLEMENTS_PER_PAYER_PER_DAY = "0";
  shop = await openShop();
  resetSettings();
  owner = { sellerId: shop.sellerId, address: shop.chain.accounts.seller.address.toLowerCase(), chainId: 0 };
  server = createServer((req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? "", HOME);
    const query = { ...Object.fromEntries(searchParams), fileId: pathname.split("/").at(-1) };
    void fileDoor(Object.assign(req, { query }) as unknown as NextApiRequest, res as unknown as NextApiResponse);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  server?.closeAllConnections();
  await shop?.close();
  rmSync(folder, { recursive: true });
});

/** The door of files, by a path or by one of its own absolute URLs. */
function door(address: string, headers: Record<string, string> = {}, method = "GET"): Promise<Response> {
  const { pathname, search } = new URL(address, `${HOME}/api/files/`);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fetch(`${origin}${pathname}${search}`, { method, headers, redirect: "manual" });
}
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
async function codeOf(response: Response): Promise<string> {
  const text = await response.text();
  // Bytes, where a problem is expected.
  return text.startsWith("{") ? (JSON.parse(text) as { code: string }).code : "bytes";
}
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Three files of their seller, sold alone and together. */
async function bundle() {
  const files = [
    await shop.sell({ name: "a.pdf" }),
    await shop.sell({ name: "b.pdf", bytes: randomBytes(400_000) }),
    await shop.sell({ name: "A.PDF" }),
  ];
  const members = files.map(({ id: fileId }) => ({ fileId }));
  const { id } = await createBundle(owner, { files: members, price: "0.60", title: "Three files" }, new Date());
  return { id, files, members: files.map((file) => file.id) };
}

/** Pays as an x402 client does: the answer is what was bought. */
async function pay(address: string, account: TestAccount = shop.chain.accounts.buyer) {
  const asked = await door(address);
  expect(asked.status).toBe(402);
  const paid = await signPayment(decode(asked.headers.get("payment-required")), account);
  const answer = await door(address, { "PAYMENT-SIGNATURE": paid.header });
  return { answer, paid, claim: { "Claim-Token": answer.headers.get("claim-token") ?? "" } };
}

const by = { kind: "command-line" } as const;
async function decideAbout(id: string, verdict: Verdict) {
  const last = await db().decision.findFirst({ where: { subjectId: id }, orderBy: { createdAt: "desc" } });
  const about = { on: { kind: "file", id }, ground: "law", facts: "Facts.", after: last?.id ?? null } as const;
  await decide({ verdict, ...about }, by, new Date());
}

it("is paid once by a program, which gets the archive of all files; each file alone, and any part of both, is free then", async () => {
  const { id, files, members } = await bundle();
  const before = await shop.received();
  const { answer, claim } = await pay(id);
  expect(answer.status).toBe(200);
  expect((await shop.received()) - before).toBe(600_000n);
  const archive = await bytesOf(answer);
  expect(answer.headers.get("content-length")).toBe(String(archive.length));
  expect(answer.headers.get("content-type")).toBe("application/zip");
  writeFileSync(join(folder, "all.zip"), archive);
  const out = join(folder, "out");
  expect(spawnSync("python3", ["-m", "zipfile", "-e", join(folder, "all.zip"), out]).status).toBe(0);
  for (const [at, name] of ["a.pdf", "b.pdf", "A (2).PDF"].entries()) {
    expect(readFileSync(join(out, name)).equals(files[at]?.bytes ?? Buffer.alloc(0)), name).toBe(true);
  }
  const etag = answer.headers.get("etag") ?? "";
  // Programs take a bare hash for that of the bytes.
  expect(etag).toMatch(/^"zip-[0-9a-f]{64}"$/);
  const part = await door(id, { ...claim, Range: "bytes=200000-300000", "If-Range": etag });
  expect([part.status, part.headers.get("etag")]).toEqual([206, etag]);
  expect((await bytesOf(part)).equals(archive.subarray(200_000, 300_001))).toBe(true);

  const own = `${id}?member=${members[1]}`;
  const whole = await door(own, claim);
  expect((await bytesOf(whole)).equals(files[1]?.bytes ?? Buffer.alloc(0))).toBe(true);
  expect(whole.headers.get("etag")).toBe(`"${sha256(files[1]?.bytes ?? Buffer.alloc(0))}"`);
  expect(whole.headers.get("content-disposition")).toContain("b.pdf");
  const rest = await door(own, { ...claim, Range: "bytes=399990-", "If-Range": whole.headers.get("etag") ?? "" });
  expect(await bytesOf(rest)).toEqual(files[1]?.bytes.subarray(399_990));
  // A part of the archive is not a part of a file.
  expect((await door(own, { ...claim, Range: "bytes=0-9", "If-Range": etag })).status).toBe(200);
  expect((await door(own, { ...claim, "If-Match": etag })).status).toBe(412);
  expect((await door(id, claim, "HEAD")).headers.get("content-length")).toBe(String(archive.length));
});

it("has one order and one entitlement, whose version names each file and hash, as the receipt does", async () => {
  const { id, files } = await bundle();
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
  if (outcome.kind !== "granted" || !outcome.payment) throw new Error("not bought");
  const [grant, ...others] = await db().entitlement.findMany({ where: { orderId: outcome.payment.id } });
  expect(others).toEqual([]);
  expect(grant).toMatchObject({ productKind: "file", productId: id, partId: outcome.version.id });
  const receipt = await makeReceipt(outcome.payment);
  expect(receipt?.bundle?.map(({ sha256 }) => sha256)).toEqual(files.map(({ bytes }) => sha256(bytes)));
  const listed = receipt?.bundle?.map(({ createdAt, ...one }) => ({ ...one, createdAt: new Date(createdAt) })) ?? [];
  expect(receipt?.sha256).toBe(manifestHash(listed));
});

it("tells a browser that paid each file, and a ticket opens them one by one", async () => {
  const { id, files, members } = await bundle();
  const { claim } = await pay(id);
  const request = new Request(`${HOME}/api/files/${id}/purchase`, { method: "POST", headers: claim });
  const bought = (await (
    await purchaseRoute(request, { params: Promise.resolve({ fileId: id }) })
  ).json()) as PurchaseResult;
  expect(bought.versions[0]?.members?.map(({ fileId }) => fileId)).toEqual(members);
  const one = await door(`${bought.ticketUrl}&member=${members[2]}`);
  expect((await bytesOf(one)).equals(files[2]?.bytes ?? Buffer.alloc(0))).toBe(true);
});

it("opens nothing but its own files, and they open no bundle", async () => {
  const [mine, other] = [await bundle(), await bundle()];
  const { claim } = await pay(mine.id);
  // Another bundle's file; the bundle's file by its own link; another bundle; no file at all.
  for (const [address, status] of [
    [`${mine.id}?member=${other.members[0]}`, 404],
    [`${mine.id}?member=${mine.id}`, 404],
    [`${mine.id}?member=..%2F`, 404],
    [`${mine.members[0]}`, 402],
    [`${other.id}?member=${mine.members[0]}`, 402],
    [other.id, 402],
  ] as const) {
    expect((await door(address, claim)).status, address).toBe(status);
  }
  const alone = await pay(mine.members[1] ?? "");
  expect(alone.answer.status).toBe(200);
  for (const address of [mine.id, `${mine.id}?member=${mine.members[1]}`]) {
    expect((await door(address, alone.claim)).status, address).toBe(402);
  }
  // A ticket for a file is none for the bundle that contains it.
  const request = new Request(`${HOME}/api/files/${mine.members[1]}/purchase`, {
    method: "POST",
    headers: alone.claim,
  });
  const params = Promise.resolve({ fileId: mine.members[1] ?? "" });
  const { ticketUrl } = (await (await purchaseRoute(request, { params })).json()) as PurchaseResult;
  const ticket = new URL(ticketUrl).searchParams.get("ticket") ?? "";
  expect((await door(`${mine.id}?ticket=${encodeURIComponent(ticket)}&member=${mine.members[1]}`)).status).toBe(410);
});

it("charges nothing for a file that is not in it", async () => {
  const { id } = await bundle();
  const { members } = await bundle();
  const before = await shop.received();
  const { answer } = await pay(`${id}?member=${members[0]}`);
  expect([answer.status, await codeOf(answer)]).toEqual([404, "member_not_found"]);
  const { id: single } = await shop.sell();
  expect((await pay(`${single}?member=${members[0]}`)).answer.status).toBe(404);
  expect(await shop.received()).toBe(before);
  // The same authorization still buys what there is.
});

it("a payer who has it is not charged again, and each copy of one payment is one purchase", async () => {
  const { id } = await bundle();
  const before = await shop.received();
  const { header } = await shop.sign(id);
  const answers = await Promise.all([1, 2, 3, 4].map(() => door(id, { "PAYMENT-SIGNATURE": header })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const again = await pay(id);
  expect(again.answer.status).toBe(200);
  expect((await shop.received()) - before).toBe(600_000n);
});

it("is not sold while one file is stopped, removed or missing, and says which", async () => {
  const { id, members } = await bundle();
  const before = await shop.received();
  const signed = await shop.sign(id);
  const [first = "", second = ""] = members;
  await decideAbout(first, "suspended");
  for (const headers of [{}, { "PAYMENT-SIGNATURE": signed.header }]) {
    const answer = await door(id, headers as Record<string, string>);
    const problem = (await answer.json()) as { code: string; detail: string };
    expect([answer.status, problem.code]).toEqual([403, "member_stopped"]);
    expect(problem.detail).toContain("A report");
  }
  await decideAbout(first, "lifted");
  const key = await db().fileVersion.findFirstOrThrow({ where: { fileId: second } });
  await storage().remove(key.storageKey);
  expect(await codeOf(await door(id, { "PAYMENT-SIGNATURE": signed.header }))).toBe("file_unavailable");
  await removeFile(shop.sellerId, second, new Date());
  expect(await codeOf(await door(id, { "PAYMENT-SIGNATURE": signed.header }))).toBe("member_stopped");
  expect(await shop.received()).toBe(before);
  expect(await db().order.count({ where: { productId: id } })).toBe(0);
});

it("a file that is stopped in the moment of the reservation: nothing is reserved, and nothing charged", async () => {
  const { id, members } = await bundle();
  const { header } = await shop.sign(id);
  const before = await shop.received();
  await db().$executeRawUnsafe(`CREATE TRIGGER "stop" AFTER INSERT ON "Order" WHEN NEW."productId" = '${id}'
    BEGIN UPDATE "File" SET "removedAt" = "createdAt" WHERE "id" = '${members[0]}'; END`);
  const answer = await door(id, { "PAYMENT-SIGNATURE": header });
  await db().$executeRawUnsafe(`DROP TRIGGER "stop"`);
  expect([answer.status, await codeOf(answer)]).toEqual([403, "member_stopped"]);
  expect(await db().order.count({ where: { productId: id } })).toBe(0);
  expect(await shop.received()).toBe(before);
});

it("a file that the operator stops while a payment is on its way: the money is owed back, and lifting opens the purchase", async () => {
  const { id, members } = await bundle();
  const [first = ""] = members;
  const { header } = await shop.sign(id);
  // Once the payment is on its way, and at no other moment.
  await db().$executeRawUnsafe(`CREATE TRIGGER "stop" AFTER UPDATE OF "state" ON "Transfer" WHEN NEW."state" = 'settling'
    BEGIN UPDATE "File" SET "suspendedAt" = "createdAt" WHERE "id" = '${first}'; END`);
  const outcome = await shop.buy(id, { payment: header });
  await db().$executeRawUnsafe(`DROP TRIGGER "stop"`);
  expect(outcome.kind).toBe("refund-due");
  const order = await db().order.findFirstOrThrow({ where: { productId: id } });
  expect(order).toMatchObject({ state: "paid", refundDueAt: expect.any(Date) });
  await decideAbout(first, "lifted");
  expect(await db().order.findUnique({ where: { id: order.id } })).toMatchObject({ refundDueAt: null });
  if (outcome.kind !== "refund-due") return;
  expect((await door(id, { "Claim-Token": outcome.claimToken })).status).toBe(200);
});

it("a file that is withheld after the sale is closed, and with it the archive, which says so; the others stay open", async () => {
  const { id, files, members } = await bundle();
  const { claim } = await pay(id);
  const [first = "", second = ""] = members;
  const until = async () => (await db().entitlement.findFirstOrThrow({ where: { productId: id } })).until;
  const before = await until();
  await decideAbout(first, "withheld");
  const archive = await door(id, claim);
  expect(archive.status).toBe(451);
  const problem = (await archive.json()) as { code: string; missing: { fileId: string }[] };
  expect([archive.status, problem.code, problem.missing.map(({ fileId }) => fileId)]).toEqual([
    451,
    "member_withheld",
    [first],
  ]);
  expect(await codeOf(await door(`${id}?member=${first}`, claim))).toBe("member_withheld");
  const open = await door(`${id}?member=${second}`, claim);
  expect((await bytesOf(open)).equals(files[1]?.bytes ?? Buffer.alloc(0))).toBe(true);
  // The seller owes the money, once for the bundle.
  const order = () => db().order.findFirstOrThrow({ where: { productId: id } });
  expect((await order()).refundDueAt).not.toBeNull();
  await db().file.update({ where: { id: first }, data: { withheldAt: new Date(Date.now() - 86_400_000) } });
  await db().entitlement.updateMany({
    where: { productId: id },
    data: { createdAt: new Date(Date.now() - 2 * 86_400_000) },
  });
  await decideAbout(first, "lifted");
  expect((await order()).refundDueAt).toBeNull();
  expect((await door(id, claim)).status).toBe(200);
  const given = ((await until())?.getTime() ?? 0) - (before?.getTime() ?? 0);
  expect(Math.round(given / 3_600_000)).toBe(24);

  await decideAbout(second, "deleted");
  expect(await codeOf(await door(`${id}?member=${second}`, claim))).toBe("member_withheld");
  expect((await order()).refundDueAt).not.toBeNull();
  expect((await door(`${id}?member=${first}`, claim)).status).toBe(200);
});

it("an earlier buyer keeps what was bought when files are replaced or exchanged", async () => {
  const { id, files, members } = await bundle();
  const { claim } = await pay(id);
  const [first = "", second = ""] = members;
  const replaced = await shop.replace(first, "new-buyers");
  const old = await bytesOf(await door(`${id}?member=${first}`, claim));
  expect(old.equals(files[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
  await shop.chain.fund(shop.chain.accounts.stranger.address, 1_000_000n);
  const other = await pay(id, shop.chain.accounts.stranger);
  const fresh = await bytesOf(await door(`${id}?member=${first}`, other.claim));
  expect(fresh.equals(replaced)).toBe(true);
  // The seller takes a file out, for new buyers only, and then for all.
  const only = [{ fileId: first }, { fileId: members[2] ?? "" }];
  await changeBundle(owner, id, { files: only, newVersionFor: "new-buyers" }, new Date());
  expect((await door(`${id}?member=${second}`, other.claim)).status).toBe(200);
  await changeBundle(owner, id, { files: only.toReversed(), newVersionFor: "all-buyers" }, new Date());
  expect((await door(`${id}?member=${second}`, claim)).status).toBe(404);
  expect((await door(`${id}?member=${second}&version=1`, claim)).status).toBe(200);
});
