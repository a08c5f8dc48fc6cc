import { afterAll, beforeAll, expect, it } from "vitest";
import { listPurchases } from "@/lib/buyers/list-purchases";
import { readOwnDeadline } from "@/lib/buyers/own-deadline";
import { DAY, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { announceEnds } from "@/lib/notices/announce-ends";
import { readOperatorFile } from "@/lib/operator/read-file";
import { readDownloadDeadline } from "@/lib/products/files/access/download-deadline";
import { listShop } from "@/lib/products/files/list-shop";
import { readOwnFile } from "@/lib/products/files/own-file";
import { purgeFiles } from "@/lib/products/files/purge-files";
import { readInfo } from "@/lib/products/files/read-info";
import { makeReceipt } from "@/lib/receipts/make-receipt";
import { readyChallenge } from "@/lib/shop/doors/ready-challenge";
import type { Granted } from "@/lib/shop/purchase/outcome";
import { receiptSchema } from "@/lib/shop/schema";
import { setStorage } from "../paid-storage";
import { openShop, type Shop } from "../shop";

/** A file that is sold, and may be downloaded, as long as somebody pays for its storage. */

let shop: Shop;
let id: string;
let bought: Granted;
const start = new Date();
const at = (days: number) => new Date(start.getTime() + days * DAY);
const iso = (days: number) => at(days).toISOString();
const shown = () => ({ claimToken: bought.claimToken ?? "", ticket: null, sellerId: null });

beforeAll(async () => {
  shop = await openShop();
  setStorage({});
  ({ id } = await shop.sell());
  const kept = { onSaleUntil: null, keptUntil: at(90), keptBytes: 5_000n, listed: true, createdAt: start };
  await db().file.update({ where: { id }, data: kept });
  await db().terms.updateMany({ where: { fileId: id }, data: { downloadDays: null } });
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
  if (outcome.kind !== "granted") throw new Error(outcome.kind);
  bought = outcome;
});
afterAll(async () => {
  setStorage();
  await shop?.close();
});

it("is on sale until its last buyer would not have 30 days, in every list, and not a second longer", async () => {
  const [last, over] = [new Date(at(60).getTime() - SECOND), at(60)];
  const dates = {
    onSaleUntil: null,
    saleEndsAt: iso(60),
    keptUntil: iso(90),
    storedUntil: iso(90),
    downloadDays: null,
  };
  expect(await readInfo(id, last)).toMatchObject({ ...dates, state: "on-sale", mayExtend: true });
  expect(await readInfo(id, over)).toMatchObject({ ...dates, state: "ended", mayExtend: true });
  expect((await listShop(last)).files.map((file) => file.id)).toEqual([id]);
  expect((await listShop(over)).files).toEqual([]);
  expect(await readyChallenge(id, last)).toMatchObject({ status: 402 });
  expect(await readyChallenge(id, over)).toBeNull();
  const stranger = await shop.sign(id, shop.chain.accounts.stranger);
  expect(await shop.buy(id, { payment: stranger.header, now: over })).toMatchObject({
    kind: "refused",
    code: "sale_ended",
  });
  const file = await readOwnFile(id, over);
  expect(file).toMatchObject({ ...dates, state: "ended", onlySellerExtends: false, mayExtend: true });
  expect(await readOperatorFile(id, over)).toMatchObject({ state: "ended", onSaleUntil: iso(60) });
});

it("opens to its buyer without a date, and says until when it is kept", async () => {
  expect(bought.grant).toMatchObject({ until: null });
  const payment = bought.payment;
  if (!payment) throw new Error("no payment");
  const receipt = await makeReceipt(payment as never);
  expect(receipt).toMatchObject({ downloadUntil: null, keptUntil: iso(90) });
  const { keptUntil: _, ...older } = receipt ?? {};
  expect(receiptSchema.parse(older)).toMatchObject({ keptUntil: null });
  const address = shop.chain.accounts.buyer.address.toLowerCase();
  const { purchases } = await listPurchases({ address, chainId: 0 } as never, at(1));
  expect(purchases).toMatchObject([{ access: "open", downloadUntil: null, keptUntil: iso(90) }]);
  expect(await readDownloadDeadline(id, shown(), at(1))).toMatchObject({ until: at(90) });
  expect(await readOwnDeadline({ address, chainId: 0 } as never, payment.id, at(1))).toMatchObject({ until: at(90) });
});

it("tells its seller a week before the sale ends, once", async () => {
  await announceEnds(at(52));
  expect(await db().notice.count({ where: { subjectId: id } })).toBe(0);
  for (const days of [53, 53.2, 59]) await announceEnds(at(days));
  const notices = await db().notice.findMany({ where: { subjectId: id }, orderBy: { detail: "desc" } });
  expect(notices.map(({ kind, detail }) => [kind, detail])).toEqual([
    ["sale-ends", `7 ${iso(60)}`],
    ["sale-ends", `1 ${iso(60)}`],
  ]);
});

it("follows when somebody pays for more time, and goes when that has passed", async () => {
  await db().file.update({ where: { id }, data: { keptUntil: at(120) } });
  expect(await readInfo(id, at(61))).toMatchObject({ state: "on-sale", saleEndsAt: iso(90) });
  expect(await shop.buy(id, { claimToken: bought.claimToken ?? "", now: at(119) })).toMatchObject({ kind: "granted" });
  await purgeFiles(at(120));
  expect((await readInfo(id, at(120))).bytesGoneAt).toBeNull();
  await purgeFiles(new Date(at(120).getTime() + SECOND));
  expect(await readInfo(id, at(121))).toMatchObject({ bytesGoneAt: expect.any(String), mayExtend: false });
});
