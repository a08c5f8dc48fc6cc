import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { pruneDailySales } from "@/lib/earnings/daily-sales";
import { countSale } from "@/lib/earnings/earnings";
import { countDownload } from "@/lib/entitlements/downloads";
import { newId } from "@/lib/ids";
import { countPriceCheck, countView, flushCounters } from "@/lib/products/files/counters";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { fillShop } from "@/test/fill-shop";
import { addEntitlement, addPayment, placed, refundOf } from "@/test/rows";
import { changeFirstSteps, readFirstSteps } from "./first-steps";
import { readFigures } from "./read-figures";
import { readMonths } from "./read-months";
import { readOverview } from "./read-overview";
import { readSale } from "./read-sale";

const network = "eip155:31337";
const now = new Date("2026-11-21T12:00:00Z");
const payer = `0x${"b".repeat(40)}`;
let database: Awaited<ReturnType<typeof freshDatabase>>;
let count = 0;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

async function sellOn(day: string, of: { fileId: string }) {
  count += 1;
  const terms = await db().terms.findFirstOrThrow({ where: { fileId: of.fileId } });
  const settledAt = new Date(day);
  const place = placed(network, `0x${count.toString(16).padStart(64, "0")}`, 0);
  const transfer = { ...place, settledAt, blockTime: settledAt };
  const payment = await addPayment(terms.id, { network, payer, createdAt: settledAt, transfer });
  await db().$transaction((tx) => countSale(tx, payment.order, 1));
  return payment;
}

async function shopWithFile(title = "Quiet Harbour"): Promise<{ seller: SessionData; fileId: string }> {
  const seller = await makeSeller();
  const { id: fileId } = await makeFile(seller, { title });
  return { seller, fileId };
}

describe("figures", () => {
  it("have each day of a period once, in UTC, and none before it", async () => {
    const shop = await shopWithFile();
    for (const day of ["2026-11-14T23:59:59.999Z", "2026-11-15T00:00:00Z", "2026-11-21T11:59:00Z"])
      await sellOn(day, shop);
    const { from, to, parts, total, unit } = await readFigures(shop.seller.sellerId, "7d", now);
    expect([from, to, unit]).toEqual(["2026-11-15", "2026-11-21", "day"]);
    expect(parts.map(({ from, sales }) => `${from} ${sales}`)).toEqual([
      ...["2026-11-15 1", "2026-11-16 0", "2026-11-17 0", "2026-11-18 0", "2026-11-19 0", "2026-11-20 0"],
      "2026-11-21 1",
    ]);
    expect(total).toMatchObject({ sales: 2, received: "1.00" });
  });

  it("of 12 months begin with a whole month, and of all time with the first sale", async () => {
    const shop = await shopWithFile();
    for (const day of ["2024-10-03", "2025-12-01", "2026-11-30"]) await sellOn(day, shop);
    const end = new Date("2026-11-30T23:00:00Z");
    const year = await readFigures(shop.seller.sellerId, "12m", end);
    expect(year.parts).toHaveLength(12);
    expect([year.parts[0], year.parts[11]]).toMatchObject([
      { from: "2025-12-01", sales: 1 },
      { from: "2026-11-01", sales: 1 },
    ]);
    const all = await readFigures(shop.seller.sellerId, "all", end);
    expect([all.from, all.parts.length, all.total.sales]).toEqual(["2024-10-03", 26, 3]);
    expect((await readMonths(shop.seller.sellerId, end)).months).toEqual([
      { month: "2026-11", sales: 1, kept: "0.50" },
      { month: "2025-12", sales: 1, kept: "0.50" },
      { month: "2024-10", sales: 1, kept: "0.50" },
    ]);
  });

  it("of a seller without anything are zeros", async () => {
    const { sellerId } = await makeSeller();
    const { total, top, parts, viewsSince } = await readFigures(sellerId, "all", now);
    expect(total).toEqual({ views: 0, priceChecks: 0, sales: 0, received: "0.00", refunds: 0, refunded: "0.00" });
    expect([top, parts.length, viewsSince]).toEqual([[], 1, null]);
  });

  it("have views and price checks by file and day, and older ones in all", async () => {
    const { seller, fileId } = await shopWithFile();
    const other = await makeFile(seller);
    await db().file.update({ where: { id: fileId }, data: { views: 100 } });
    for (let view = 0; view < 3; view += 1) countView(fileId);
    countPriceCheck(fileId);
    countView(other.id);
    await flushCounters(new Date(now.getTime() - DAY));
    countView(fileId);
    await flushCounters(now);
    await flushCounters(now);
    const week = await readFigures(seller.sellerId, "7d", now);
    expect(week.total).toMatchObject({ views: 5, priceChecks: 1 });
    expect(week.parts.slice(-2)).toMatchObject([{ views: 4 }, { views: 1 }]);
    expect(week.top.map(({ fileId, views }) => [fileId, views])).toEqual([
      [fileId, 4],
      [other.id, 1],
    ]);
    expect(week.viewsSince).toBe("2026-11-20");
    const all = await readFigures(seller.sellerId, "all", now);
    expect([all.total.views, all.top[0]?.views]).toEqual([105, 104]);
  });

  it("lose what was only looked at after 400 days, and never money", async () => {
    const { seller, fileId } = await shopWithFile();
    countView(fileId);
    await flushCounters(now);
    await sellOn("2026-11-22", { fileId });
    const rows = () => db().dailySales.count({ where: { sellerId: seller.sellerId } });
    expect(await rows()).toBe(4);
    await pruneDailySales(new Date(now.getTime() + 400 * DAY));
    expect(await rows()).toBe(4);
    await pruneDailySales(new Date(now.getTime() + 500 * DAY));
    expect(await rows()).toBe(2);
    expect((await readFigures(seller.sellerId, "all", now)).total).toMatchObject({ sales: 0 });
    expect((await readFigures(seller.sellerId, "all", new Date(now.getTime() + DAY))).total).toMatchObject({
      sales: 1,
    });
  });
});

describe("first steps", () => {
  const of = async (sellerId: string) =>
    readFirstSteps(await db().seller.findUniqueOrThrow({ where: { id: sellerId } }), now);

  it("are done one by one, end by themselves, and do not come back", async () => {
    const { sellerId, ...session } = await makeSeller();
    expect(await of(sellerId)).toEqual({
      file: false,
      opened: false,
      sold: false,
      payoutChecked: false,
      channel: false,
    });
    const { id: fileId } = await makeFile({ sellerId, ...session });
    countView(fileId);
    await flushCounters(now);
    expect(await of(sellerId)).toMatchObject({ file: true, opened: true, sold: false });
    await sellOn("2026-11-20", { fileId });
    const channel = {
      id: newId(),
      sellerId,
      kind: "email",
      target: "a@example.org",
      locale: "en",
      notices: "",
      createdAt: now,
    };
    await db().sellerChannel.create({ data: channel });
    // Nobody has shown yet that the address is the seller's.
    expect(await changeFirstSteps(sellerId, { payoutChecked: true }, now)).toEqual({
      firstSteps: { file: true, opened: true, sold: true, payoutChecked: true, channel: false },
    });
    await db().sellerChannel.update({ where: { id: channel.id }, data: { confirmedAt: now } });
    expect(await of(sellerId)).toBeNull();
    await db().sellerChannel.delete({ where: { id: channel.id } });
    expect(await of(sellerId)).toBeNull();
  });

  it("can be dismissed", async () => {
    const { sellerId } = await makeSeller();
    expect(await changeFirstSteps(sellerId, { dismissed: true }, now)).toEqual({ firstSteps: null });
    expect((await readOverview(sellerId, now)).firstSteps).toBeNull();
    await expect(changeFirstSteps("nobody", { dismissed: true }, now)).rejects.toMatchObject({
      code: "sign_in_required",
    });
  });
});

describe("the overview", () => {
  it("names what needs attention, a few of each, however much there is", async () => {
    const { sellerId } = await makeSeller();
    const filled = fillShop(database.url.slice("file:".length), { sellerId, files: 200, sales: 300, now });
    await db().order.updateMany({ where: { id: filled.paymentId(7) }, data: { refundDueAt: now } });
    const overview = await readOverview(sellerId, now);
    expect(overview).toMatchObject({ salesCount: 300, refundsDue: 1, sales: [], lost: [] });
    expect(overview.files.length).toBeGreaterThan(0);
    expect(overview.files.length).toBeLessThanOrEqual(20);
    const ends = overview.files.filter(({ state }) => state === "on-sale").map(({ saleEndsAt }) => saleEndsAt);
    expect(ends).toEqual([...ends].sort());
  });
});

it("names files whose bytes were lost, and no longer after 90 days, but not those that the seller deleted", async () => {
  const { seller, fileId: lost } = await shopWithFile("Gone");
  const { id: ended } = await makeFile(seller);
  await db().file.update({ where: { id: lost }, data: { storageEndsAt: now, removedAt: now } });
  await db().file.update({
    where: { id: ended },
    data: { storageEndsAt: now, removedAt: new Date(now.getTime() + DAY) },
  });
  const lostAt = async (days: number) =>
    (await readOverview(seller.sellerId, new Date(now.getTime() + days * DAY))).lost;
  expect(await lostAt(1)).toEqual([
    { id: lost, title: "Gone", url: expect.stringContaining(`/f/${lost}`), at: now.toISOString() },
  ]);
  expect(await lostAt(91)).toEqual([]);
});

describe("one sale", () => {
  it("has what was agreed, the buyer's access and downloads, refunds and messages", async () => {
    const shop = await shopWithFile();
    const { id, order } = await sellOn("2026-11-20T08:00:00Z", shop);
    const version = await db().fileVersion.findFirstOrThrow({ where: { fileId: shop.fileId } });
    const grant = {
      id: newId(),
      orderId: id,
      until: new Date(now.getTime() + DAY),
      downloads: 2,
      sentPartId: version.id,
    };
    await addEntitlement(db(), { fileId: shop.fileId, versionId: version.id }, grant);
    countDownload(grant.id);
    await db().traffic.create({
      data: { entitlementId: id, since: new Date(now.getTime() - MINUTE), sent: 5n, handed: 0n },
    });
    const message = {
      id: newId(),
      orderId: id,
      sellerId: shop.seller.sellerId,
      text: "Page 3 is blank.",
      createdAt: now,
    };
    await db().complaint.create({ data: message });
    const sale = await readSale(shop.seller.sellerId, id, now);
    expect(sale).toMatchObject({
      paymentId: id,
      payer,
      presentedAt: order.createdAt.toISOString(),
      settledAt: "2026-11-20T08:00:00.000Z",
      version: 1,
      newestVersion: 1,
      isFileRemoved: false,
      message: "open",
      complaints: [{ text: "Page 3 is blank.", reply: null }],
      access: {
        state: "open",
        downloads: 3,
        sentVersion: 1,
        recentSince: new Date(now.getTime() - MINUTE).toISOString(),
      },
    });
    const later = await readSale(shop.seller.sellerId, id, new Date(now.getTime() + 2 * DAY));
    expect(later.access).toMatchObject({ state: "ended", recentSince: null });
    await db().entitlement.update({ where: { id: grant.id }, data: { revokedAt: now } });
    const refund = refundOf(
      await db().transfer.findUniqueOrThrow({ where: { id } }),
      {},
      { state: "settled", endsEntitlement: true },
    );
    await db().transfer.create({ data: refund });
    await db().order.update({ where: { id }, data: { state: "refunded" } });
    expect(await readSale(shop.seller.sellerId, id, now)).toMatchObject({
      state: "refunded",
      refund: { state: "refunded", endsAccess: true },
      access: { state: "revoked" },
    });
  });

  it("of another seller, or that never came to a payment, is not found", async () => {
    const [mine, theirs] = [await shopWithFile(), await shopWithFile()];
    const { id } = await sellOn("2026-11-20", theirs);
    const terms = await db().terms.findFirstOrThrow({ where: { fileId: mine.fileId } });
    const failed = await addPayment(terms.id, { state: "failed", network, payer });
    for (const one of [id, failed.id, "nothing"]) {
      await expect(readSale(mine.seller.sellerId, one, now)).rejects.toMatchObject({ code: "payment_not_found" });
    }
    const waiting = await addPayment(terms.id, { state: "unknown", network, payer });
    expect(await readSale(mine.seller.sellerId, waiting.id, now)).toMatchObject({ access: null, settledAt: null });
  });
});
