import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { claimCookies } from "@/lib/entitlements/claim-token";
import { readDownloadDeadline } from "@/lib/products/files/access/download-deadline";
import { exchangeClaimToken } from "@/lib/products/files/access/exchange-claim-token";
import { readOwnFile } from "@/lib/products/files/own-file";
import { purgeFiles } from "@/lib/products/files/purge-files";
import { readInfo } from "@/lib/products/files/read-info";
import { updateFile } from "@/lib/products/files/update-file";
import { purchaseResult } from "@/lib/shop/doors/purchase-result";
import type { Granted } from "@/lib/shop/purchase/outcome";
import { openShop, type Shop } from "../shop";

/** A file that is on sale, and may be downloaded once bought, without an end. */

let shop: Shop;
let id: string;
let bought: Granted;
const later = new Date(Date.now() + 4_000 * DAY);

beforeAll(async () => {
  shop = await openShop();
  ({ id } = await shop.sell());
  await db().file.update({ where: { id }, data: { onSaleUntil: null } });
  await db().terms.updateMany({ where: { fileId: id }, data: { downloadDays: null } });
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
  if (outcome.kind !== "granted") throw new Error("not bought");
  bought = outcome;
});
afterAll(() => shop?.close());

it("is on sale for good, and stored for good", async () => {
  expect(await readInfo(id, later)).toMatchObject({
    state: "on-sale",
    onSaleUntil: null,
    downloadDays: null,
    storedUntil: null,
  });
  const file = await readOwnFile(id, later);
  expect(file).toMatchObject({ state: "on-sale", onSaleUntil: null, downloadDays: null, storedUntil: null });
});

it("keeps both when its price changes", async () => {
  await updateFile(shop.sellerId, id, { price: "0.30" }, new Date());
  expect(await readInfo(id, later)).toMatchObject({ price: "0.30", onSaleUntil: null, downloadDays: null });
});

it("opens to its buyer for good: the answer, the link and this browser's cookies have no end", async () => {
  const claimToken = bought.claimToken ?? "";
  expect(await purchaseResult(bought, new Date())).toMatchObject({
    downloadUntil: null,
    receipt: { downloadUntil: null },
  });
  const exchanged = await exchangeClaimToken(claimToken, later);
  expect(exchanged.body).toMatchObject({ pending: false, downloadUntil: null, ticketUrl: expect.any(String) });
  expect(exchanged.cookies).toEqual(await claimCookies(id, claimToken, null, later));
  expect(await shop.buy(id, { claimToken, now: later })).toMatchObject({ kind: "granted", access: "paid" });
});

it("has no last day for a calendar", async () => {
  const shown = { claimToken: bought.claimToken ?? null, ticket: null, sellerId: null };
  await expect(readDownloadDeadline(id, shown, later)).rejects.toMatchObject({ code: "not_found" });
});

it("keeps its bytes for that buyer when the sale ends or the file is deleted", async () => {
  await db().file.update({ where: { id }, data: { onSaleUntil: new Date() } });
  expect(await readInfo(id, later)).toMatchObject({ state: "ended", storedUntil: null });
  expect(await readOwnFile(id, later)).toMatchObject({ storedUntil: null });
  await db().file.update({ where: { id }, data: { onSaleUntil: null, removedAt: new Date() } });
  await purgeFiles(later);
  expect(await shop.buy(id, { claimToken: bought.claimToken, now: later })).toMatchObject({ kind: "granted" });
});
