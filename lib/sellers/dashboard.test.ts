import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { countSale } from "@/lib/earnings/earnings";
import { newId } from "@/lib/ids";
import { parseUsd } from "@/lib/money";
import type { PaymentState } from "@/lib/payments/schema";
import { countPriceCheck, countView, flushCounters, unwrittenCounts } from "@/lib/products/files/counters";
import { freshDatabase } from "@/test/database";
import { addPayment, placed } from "@/test/rows";
import { FILES_SHOWN, readDashboard } from "./dashboard";
import { findOrCreateSeller } from "./find-or-create-seller";
import { readOlderSales, SALES_SHOWN } from "./read-sales";

const now = new Date("2026-11-21T12:00:00Z");
const later = (ms: number) => new Date(now.getTime() + ms);
let database: Awaited<ReturnType<typeof freshDatabase>>;
let sellerId: string;
let count = 0;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  sellerId = await newSeller();
});

async function newSeller(): Promise<string> {
  count += 1;
  const address = `0x${count.toString(16).padStart(40, "0")}`;
  return (await findOrCreateSeller({ chainId: 0, address }, now)).id;
}

async function newFile(
  changes: Partial<{ sellerId: string; createdAt: Date; removedAt: Date; title: string; paused: boolean }> = {},
) {
  count += 1;
  const file = { id: newId(), sellerId, title: `File ${count}`, createdAt: now, ...changes };
  await db().file.create({
    data: {
      ...file,
      description: "",
      onSaleUntil: later(DAY),
      updatedAt: now,
      versions: {
        create: {
          id: file.id,
          number: 1,
          name: "a.pdf",
          mediaType: "application/pdf",
          size: 5_000n,
          sha256: "ab".repeat(32),
          storageKey: file.id,
          newVersionFor: "new-buyers",
          createdAt: now,
        },
      },
    },
  });
  return file.id;
}

async function newTerms(fileId: string, price: string, until: Date | null = null): Promise<string> {
  const id = newId();
  const priceMicroUsd = parseUsd(price) ?? 0n;
  await db().terms.create({
    data: {
      id,
      fileId,
      versionId: fileId,
      priceMicroUsd,
      payTo: `0x${"a".repeat(40)}`,
      downloadDays: 30,
      from: now,
      until,
    },
  });
  return id;
}

async function pay(termsId: string, state: PaymentState, createdAt = now): Promise<string> {
  count += 1;
  const settled = state === "settled";
  const network = "eip155:8453";
  const settlement = {
    ...placed(network, `0x${count.toString(16).padStart(64, "0")}`, 1),
    settledAt: new Date(createdAt.getTime() + 2_000),
  };
  const transfer = { amount: "0", ...(settled ? settlement : {}) };
  const { id, order } = await addPayment(termsId, { state, createdAt, network, payer: "0xpayer", transfer });
  if (settled) await db().$transaction((tx) => countSale(tx, order, 1));
  return id;
}

describe("readDashboard", () => {
  it("is empty, and says where money would go, for a seller without files", async () => {
    const seller = await db().seller.findUniqueOrThrow({ where: { id: sellerId } });
    expect(await readDashboard(sellerId, now)).toEqual({
      address: seller.address,
      maySell: true,
      payTo: seller.address,
      refusedOn: [],
      received: "0.00",
      salesCount: 0,
      salesWaitFor: null,
      files: [],
      olderFiles: false,
      lost: [],
      sales: [],
      olderSales: false,
    });
  });

  it("adds up exactly what each price was when it was paid", async () => {
    const file = await newFile();
    const old = await newTerms(file, "0.10", now);
    const current = await newTerms(file, "0.200001");
    for (let sale = 0; sale < 3; sale += 1) await pay(old, "settled");
    for (let sale = 0; sale < 2; sale += 1) await pay(current, "settled");
    const other = await newFile();
    await pay(await newTerms(other, "10000"), "settled");

    const dashboard = await readDashboard(sellerId, now);
    const byId = Object.fromEntries(dashboard.files.map((one) => [one.id, one]));
    expect(byId[file]).toMatchObject({ sales: 5, received: "0.700002", price: "0.200001" });
    expect(byId[other]).toMatchObject({ sales: 1, received: "10000.00" });
    expect(dashboard).toMatchObject({ salesCount: 6, received: "10000.700002" });
  });

  it("names files whose bytes were lost, and no longer after 90 days, but not those that the seller deleted", async () => {
    const lost = await newFile();
    const ended = await newFile();
    const dates = { storageEndsAt: now, updatedAt: now };
    await db().file.update({ where: { id: lost }, data: { ...dates, removedAt: now, title: "Gone" } });
    await db().file.update({ where: { id: ended }, data: { ...dates, removedAt: new Date(now.getTime() + DAY) } });
    const lostAt = async (days: number) => (await readDashboard(sellerId, new Date(now.getTime() + days * DAY))).lost;
    expect(await lostAt(1)).toEqual([
      { id: lost, title: "Gone", url: expect.stringContaining(`/f/${lost}`), at: now.toISOString() },
    ]);
    expect(await lostAt(91)).toEqual([]);
  });

  it("counts no payment as received before it is settled, and shows those that may still be", async () => {
    const file = await newFile();
    const terms = await newTerms(file, "1.00");
    for (const state of ["reserved", "settling", "settled", "failed", "unknown", "reverted", "refunded"] as const) {
      await pay(terms, state);
    }
    const { salesCount, received, sales } = await readDashboard(sellerId, now);
    expect([salesCount, received]).toEqual([1, "1.00"]);
    expect(sales.map(({ state }) => state).sort()).toEqual(["refunded", "reverted", "settled", "settling", "unknown"]);
  });

  it("shows nothing of other sellers", async () => {
    const stranger = await newSeller();
    const file = await newFile({ sellerId: stranger });
    await pay(await newTerms(file, "1.00"), "settled");
    const { files, sales, received } = await readDashboard(sellerId, now);
    expect([files, sales, received]).toEqual([[], [], "0.00"]);
  });

  it("leaves deleted files out of the list but keeps their sales and their money", async () => {
    const file = await newFile({ removedAt: now, title: "Gone" });
    await pay(await newTerms(file, "2.50"), "settled");
    const { files, sales, received } = await readDashboard(sellerId, now);
    expect(files).toEqual([]);
    expect(sales).toHaveLength(1);
    expect(sales[0]).toMatchObject({ fileTitle: "Gone", amount: "2.50" });
    expect(received).toBe("2.50");
  });

  it("names each sale with its transaction and where to look at it", async () => {
    const file = await newFile({ title: "Map" });
    const terms = await newTerms(file, "0.50");
    const settled = await pay(terms, "settled");
    const waiting = await pay(terms, "unknown", later(MINUTE));
    const { sales } = await readDashboard(sellerId, now);
    const transaction = (await db().transfer.findUniqueOrThrow({ where: { id: settled } })).transaction;
    expect(sales).toEqual([
      expect.objectContaining({
        paymentId: waiting,
        at: later(MINUTE).toISOString(),
        transaction: null,
        transactionUrl: null,
      }),
      {
        paymentId: settled,
        fileId: file,
        fileTitle: "Map",
        at: later(2_000).toISOString(),
        amount: "0.50",
        state: "settled",
        payer: "0xpayer",
        chainId: 8453,
        payTo: `0x${"a".repeat(40)}`,
        wallets: expect.arrayContaining([expect.stringMatching(/^0x/)]),
        paid: { amount: "0", symbol: "USDC", decimals: 6 },
        refundPolicy: null,
        refundNote: null,
        refundDue: false,
        refund: null,
        network: "eip155:8453",
        networkName: "Base",
        transaction,
        transactionUrl: `https://basescan.org/tx/${transaction}`,
      },
    ]);
  });

  it("shows the newest files and sales first, and at most 200 sales while the totals count all", async () => {
    const older = await newFile();
    const newer = await newFile({ createdAt: later(MINUTE) });
    const terms = await newTerms(older, "0.01");
    await newTerms(newer, "0.01");
    const ids: string[] = [];
    for (let sale = 0; sale < SALES_SHOWN + 5; sale += 1) ids.push(await pay(terms, "settled", later(sale * 1_000)));
    const { files, sales, salesCount, received } = await readDashboard(sellerId, now);
    expect(files.map(({ id }) => id)).toEqual([newer, older]);
    expect(sales.map(({ paymentId }) => paymentId)).toEqual(ids.reverse().slice(0, SALES_SHOWN));
    expect([salesCount, received]).toEqual([205, "2.05"]);
    const last = sales.at(-1)?.paymentId ?? "";
    const before = await readOlderSales(sellerId, last);
    expect(before.sales.map(({ paymentId }) => paymentId)).toEqual(ids.slice(SALES_SHOWN));
    expect(before.olderSales).toBe(false);
    expect(await readOlderSales(await newSeller(), last)).toEqual({ sales: [], olderSales: false });
  });

  it("shows at most 100 files, and each of the older ones once when it is asked for those before", async () => {
    const ids: string[] = [];
    for (let file = 0; file < FILES_SHOWN + 3; file += 1) {
      // Several at the same instant, on both sides of the page's end.
      const id = await newFile({ createdAt: later(Math.floor(file / 5) * MINUTE) });
      await newTerms(id, "1.00");
      ids.push(id);
    }
    const first = await readDashboard(sellerId, now);
    const second = await readDashboard(sellerId, now, first.files.at(-1)?.id);
    expect([first.files.length, first.olderFiles, second.files.length, second.olderFiles]).toEqual([
      FILES_SHOWN,
      true,
      3,
      false,
    ]);
    expect([...first.files, ...second.files].map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it("takes a file of somebody else, named as the last one shown, for none", async () => {
    const foreign = await newFile({ sellerId: await newSeller() });
    const own = await newFile();
    await newTerms(own, "1.00");
    expect((await readDashboard(sellerId, now, foreign)).files.map(({ id }) => id)).toEqual([own]);
  });

  it("asks for a new sign-in when the session's seller is gone", async () => {
    await expect(readDashboard("nobody", now)).rejects.toMatchObject({ code: "sign_in_required" });
  });
});

describe("views and price checks", () => {
  const written = (id: string) =>
    db().file.findUniqueOrThrow({ where: { id }, select: { views: true, priceChecks: true } });

  it("show on the dashboard at once and reach the database with the next flush, each exactly once", async () => {
    const file = await newFile();
    await newTerms(file, "1.00");
    for (let view = 0; view < 3; view += 1) countView(file);
    countPriceCheck(file);
    expect(await written(file)).toEqual({ views: 0, priceChecks: 0 });
    expect((await readDashboard(sellerId, now)).files[0]).toMatchObject({ views: 3, priceChecks: 1 });

    await flushCounters(now);
    await flushCounters(now);
    expect(await written(file)).toEqual({ views: 3, priceChecks: 1 });
    expect((await readDashboard(sellerId, now)).files[0]).toMatchObject({ views: 3, priceChecks: 1 });
  });

  it("lose none that arrive during a flush, and forget files that are gone", async () => {
    const file = await newFile();
    countView(file);
    countView("no such file");
    const flushing = flushCounters(now);
    countView(file);
    await flushing;
    expect(unwrittenCounts(file)).toEqual({ views: 1, priceChecks: 0 });
    expect(unwrittenCounts("no such file")).toEqual({ views: 0, priceChecks: 0 });
    await flushCounters(now);
    expect(await written(file)).toEqual({ views: 2, priceChecks: 0 });
  });

  it("are kept when the database cannot take them, also those of later batches", async () => {
    const file = await newFile();
    for (let filler = 0; filler < 1_200; filler += 1) countView(`filler ${filler}`);
    countView(file);
    // A real failure: the table rejects updates while this trigger exists.
    await db().$executeRawUnsafe(
      `CREATE TRIGGER refuse BEFORE UPDATE ON "File" WHEN OLD.id = '${file}' BEGIN SELECT RAISE(ABORT, 'refused'); END`,
    );
    await expect(flushCounters(now)).rejects.toThrow();
    expect(unwrittenCounts(file).views).toBe(1);
    await db().$executeRawUnsafe("DROP TRIGGER refuse");
    await flushCounters(now);
    expect(await written(file)).toEqual({ views: 1, priceChecks: 0 });
    expect(unwrittenCounts("filler 1199").views).toBe(0);
  });
});
