import { afterAll, beforeAll, expect, it } from "vitest";
import { POST } from "@/app/api/files/[fileId]/test-purchase/route";
import { complainByAccess } from "@/lib/complaints/send-complaint";
import { db } from "@/lib/db/client";
import type { ErrorCode } from "@/lib/errors";
import { unwrittenCounts } from "@/lib/products/files/counters";
import { findFile } from "@/lib/products/files/find-file";
import { readCredentials } from "@/lib/shop/doors/read-request";
import type { TestPurchase } from "@/lib/shop/schema";
import { SESSION_COOKIE, sealSession } from "@/lib/sign-in/seller-session";
import { storage } from "@/lib/storage/storage";
import { makeSeller } from "@/test/files";
import { openShop, type Shop } from "@/test/shop";

/** A test purchase by rule 14: no transfer, grant, signed receipt, count or notice; by the owner's session only. */

let shop: Shop;
let fileId: string;
let cookie: string;

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  shop = await openShop();
  ({ id: fileId } = await shop.sell());
  const { address } = await db().seller.findUniqueOrThrow({ where: { id: shop.sellerId } });
  cookie = `${SESSION_COOKIE}=${await sealSession({ sellerId: shop.sellerId, address, chainId: 0 })}`;
});
afterAll(() => shop.close());

async function test(headers: Record<string, string>, id = fileId): Promise<Response> {
  const url = `http://localhost:3000/api/files/${id}/test-purchase`;
  return POST(new Request(url, { method: "POST", headers }), { params: Promise.resolve({ fileId: id }) });
}

const own = () => ({ cookie, origin: "http://localhost:3000" });

/** Every row of the database, apart from what the session's use writes. */
async function everything(): Promise<Record<string, unknown>> {
  const tables = await db().$queryRawUnsafe<{ name: string }[]>(
    `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'Session' ORDER BY name`,
  );
  const rows: Record<string, unknown> = {};
  for (const { name } of tables) rows[name] = await db().$queryRawUnsafe(`SELECT * FROM "${name}" ORDER BY 1`);
  return rows;
}

it("says that a buyer would get it, with the seller's own download, and leaves nothing behind", async () => {
  const before = [await everything(), unwrittenCounts(fileId), await shop.received()];
  const response = await test(own());
  expect([response.status, [...response.headers.keys()].filter((name) => /payment|claim|cookie/.test(name))]).toEqual([
    200,
    [],
  ]);
  const tested = (await response.json()) as TestPurchase;
  expect(Object.keys(tested).sort()).toEqual(["ticketUrl", "version"]);
  expect([await everything(), unwrittenCounts(fileId), await shop.received()]).toEqual(before);

  // The download works, and is the owner's: of no purchase.
  const ticket = new URL(tested.ticketUrl).searchParams.get("ticket");
  expect(await shop.buy(fileId, { ticket })).toMatchObject({ kind: "granted", access: "owner", grant: null });
  expect([await everything(), unwrittenCounts(fileId)]).toEqual(before.slice(0, 2));
});

it.each([
  ["nobody", async () => ({ origin: "http://localhost:3000" }), 401, "sign_in_required"],
  ["another seller", async () => ({ ...own(), cookie: await sessionOfAnother() }), 404, "file_not_found"],
  ["another site", async () => ({ cookie, origin: "https://evil.example" }), 403, "foreign_origin"],
  [
    "another site that hides its origin",
    async () => ({ cookie, origin: "null", "sec-fetch-site": "cross-site" }),
    403,
    "foreign_origin",
  ],
  [
    "a buyer's claim token",
    async () => ({ origin: "http://localhost:3000", "claim-token": "x".repeat(43) }),
    401,
    "sign_in_required",
  ],
] as const)("is refused to %s", async (_, headers, status, code) => {
  const response = await test(await headers());
  expect([response.status, (await response.json()).code]).toEqual([status, code]);
});

async function sessionOfAnother(): Promise<string> {
  return `${SESSION_COOKIE}=${await sealSession(await makeSeller())}`;
}

it("proves nothing: its download opens no complaint, receipt or purchase, and not another file", async () => {
  const { ticketUrl } = (await (await test(own())).json()) as TestPurchase;
  const ticket = new URL(ticketUrl).searchParams.get("ticket") ?? "";
  const shown = await readCredentials(new Headers(), ticket);
  const said = { text: "I want my money back." };
  await expect(complainByAccess(fileId, shown, said, new Date())).rejects.toMatchObject({ code: "payment_not_found" });
  await expect(complainByAccess(fileId, { ...shown, claimToken: ticket }, said, new Date())).rejects.toMatchObject({
    code: "payment_not_found",
  });
  const other = await shop.sell();
  expect(await shop.buy(other.id, { ticket })).toMatchObject({ kind: "payment-required" });
  expect(await db().entitlement.count()).toBe(0);
});

it.each<[string, () => Promise<void>, ErrorCode]>([
  ["is paused", () => change({ paused: true }), "file_paused"],
  ["was stopped by the operator", () => change({ suspendedAt: new Date() }), "file_suspended"],
  ["was deleted", () => change({ removedAt: new Date() }), "file_removed"],
  ["was closed by the operator", () => change({ withheldAt: new Date() }), "file_withheld"],
  ["is no longer sold", () => change({ onSaleUntil: new Date(0) }), "sale_ended"],
  ["has lost its bytes", loseBytes, "file_unavailable"],
])("says what a buyer would read of a file that %s", async (_, happens, code) => {
  ({ id: fileId } = await shop.sell());
  await happens();
  const response = await test(own());
  expect((await response.json()).code).toBe(code);
});

async function change(data: Parameters<ReturnType<typeof db>["file"]["update"]>[0]["data"]): Promise<void> {
  await db().file.update({ where: { id: fileId }, data });
}

async function loseBytes(): Promise<void> {
  const file = await findFile(fileId);
  await storage().remove(file?.version.storageKey ?? "");
}
