import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { newId } from "@/lib/ids";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { addPayment, insertSales, placed, readPayment, refundOf, saleLike } from "@/test/rows";
import { allSales, findSales, SALES_SHOWN, type SalesQuery } from "./find-sales";
import { readSalesQuery } from "./read-sales-query";
import { SALE_FILTERS } from "./schema";
import { pageOf } from "./stream";
import { streamsOf, type Wanted } from "./streams-of";

const network = "eip155:31337";
const start = new Date("2026-03-01T12:00:00Z");
const COUNT = 2 * SALES_SHOWN + 20;
const payers = [`0x72f3${"a".repeat(36)}`, `0x72f4${"b".repeat(36)}`, `0x0011${"c".repeat(36)}`] as const;
const hash = (at: number) => `0x${at.toString(16).padStart(64, "0")}`;

let database: Awaited<ReturnType<typeof freshDatabase>>;
let seller: SessionData;
let stranger: SessionData;
const files: { id: string; termsId: string }[] = [];
/** All shown ones, the newest first. */
let ids: string[];
let ofSecond: Set<string>;
let ofThird: Set<string>;

async function addFile(of: SessionData, title: string) {
  const { id } = await makeFile(of, { title });
  const terms = await db().terms.findFirstOrThrow({ where: { fileId: id } });
  return { id, termsId: terms.id };
}

beforeAll(async () => {
  database = await freshDatabase();
  seller = await makeSeller();
  stranger = await makeSeller();
  files.push(await addFile(seller, "Quiet Harbour"), await addFile(seller, "Été à la mer"));
  const foreign = await addFile(stranger, "Quiet Harbour");
  for (let at = 0; at < COUNT; at += 1) {
    const termsId = files[at % 10 === 0 ? 1 : 0]?.termsId ?? "";
    // Several at one moment, also across the end of a page.
    const paid = new Date(start.getTime() + Math.floor(at / 7) * DAY);
    const transfer = { amount: "500000", ...placed(network, hash(at), 0), settledAt: paid };
    await addPayment(termsId, { network, payer: payers[at % 3], createdAt: paid, transfer });
  }
  const later = (minutes: number) => new Date(start.getTime() + 100 * DAY + minutes * MINUTE);
  for (const state of ["unknown", "settling", "reserved", "failed"] as const) {
    const transfer = { transaction: hash(900 + state.length) };
    await addPayment(files[0]?.termsId ?? "", {
      state,
      network,
      payer: payers[0],
      createdAt: later(state.length),
      transfer,
    });
  }
  await addPayment(foreign.termsId, {
    network,
    payer: payers[0],
    createdAt: start,
    transfer: placed(network, hash(999), 1),
  });
  ids = await read(allSales);
  const idsIn = async (where: object) => new Set((await db().order.findMany({ where })).map(({ id }) => id));
  ofSecond = await idsIn({ productId: files[1]?.id ?? "" });
  ofThird = await idsIn({ payer: `${network}:${payers[2]}` });
});
afterAll(() => database.close());

/** Every page of a list, from the first to the last. */
async function read(query: SalesQuery): Promise<string[]> {
  const found: string[] = [];
  let before: string | null = null;
  do {
    const page = await findSales(seller.sellerId, { ...query, before });
    expect(page.sales.length).toBeLessThanOrEqual(SALES_SHOWN);
    found.push(...page.sales.map(({ paymentId }) => paymentId));
    before = page.older;
  } while (before !== null);
  return found;
}

const find = (query: Partial<SalesQuery>) => findSales(seller.sellerId, { ...allSales, ...query });
const idsOf = async (query: Partial<SalesQuery>) => (await find(query)).sales.map(({ paymentId }) => paymentId);

describe("pages", () => {
  it("have every sale once, the newest first, and none that only began or failed", async () => {
    expect(ids).toHaveLength(COUNT + 2);
    expect(new Set(ids).size).toBe(COUNT + 2);
    const { sales } = await find({});
    expect(sales.slice(0, 3).map(({ state }) => state)).toEqual(["settling", "unknown", "settled"]);
    const times = sales.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it("name each sale with its transaction and where to look at it", async () => {
    const [sale] = (await find({ text: hash(17) })).sales;
    expect(sale).toEqual({
      paymentId: expect.any(String),
      fileId: files[0]?.id,
      fileTitle: "Quiet Harbour",
      at: new Date(start.getTime() + 2 * DAY).toISOString(),
      amount: "0.50",
      state: "settled",
      payer: payers[2],
      chainId: 31337,
      payTo: seller.address,
      wallets: [seller.address, seller.address],
      paid: { amount: "500000", symbol: "USDC", decimals: 6 },
      refundPolicy: null,
      refundNote: null,
      refundDue: false,
      refund: null,
      message: null,
      network,
      networkName: "Devnet",
      transaction: hash(17),
      transactionUrl: null,
    });
    expect((await find({})).sales[0]).toMatchObject({ transactionUrl: null, state: "settling" });
  });

  it("lead back: the page before an older one is the one that was there", async () => {
    const first = await find({});
    const second = await find({ before: first.older });
    const third = await find({ before: second.older });
    expect(third.older).toBeNull();
    expect((await find({ after: third.newer })).sales).toEqual(second.sales);
    expect((await find({ after: second.newer })).sales).toEqual(first.sales);
    expect(first.newer).toBeNull();
  });

  it("stay where they are while new sales arrive", async () => {
    const first = await find({});
    const payment = await addPayment(files[0]?.termsId ?? "", {
      network,
      createdAt: new Date(),
      transfer: { settledAt: new Date() },
    });
    expect(await idsOf({ before: first.older })).toEqual(ids.slice(SALES_SHOWN, 2 * SALES_SHOWN));
    await db().transfer.delete({ where: { id: payment.id } });
    await db().order.delete({ where: { id: payment.id } });
  });

  it("begin after a sale that is named by its id; one of another seller has none before it", async () => {
    expect(await idsOf({ before: ids[9] ?? "" })).toEqual(ids.slice(10, 10 + SALES_SHOWN));
    const foreign = await db().order.findFirstOrThrow({ where: { sellerId: stranger.sellerId } });
    expect(await find({ before: foreign.id })).toMatchObject({ sales: [], older: null, newer: null });
  });

  it.each(["1.2.3", "x.y", ".", "1.", "99999999999999999.a"])(
    "a place %j that no answer named is refused",
    async (before) => {
      await expect(find({ before })).rejects.toMatchObject({ code: "invalid_input" });
    },
  );
});

describe("search", () => {
  it("finds a buyer's sales by the address, its beginning, or how pages shorten it", async () => {
    for (const text of [
      payers[1],
      "0x72f4",
      `0x72f4…${"b".repeat(4)}`,
      `eip155:31337:${payers[1].toUpperCase().replace("0X", "0x")}`,
    ]) {
      const { sales } = await find({ text });
      expect(sales.length, text).toBe(40);
      expect(new Set(sales.map(({ payer }) => payer))).toEqual(new Set([payers[1]]));
    }
    expect(await read({ ...allSales, text: "0x72F" })).toEqual(ids.filter((id) => !ofThird.has(id)));
    expect(await idsOf({ text: "0x72f4…cccc" })).toEqual([]);
  });

  it("finds a sale by its transaction, settled or under way, by its refund's, and by the payment's id", async () => {
    const one = await db().transfer.findFirstOrThrow({ where: { transaction: hash(17) } });
    const waiting = await db().transfer.findFirstOrThrow({ where: { state: "unknown" } });
    expect(await idsOf({ text: hash(17) })).toEqual([one.id]);
    expect(await idsOf({ text: hash(900 + "unknown".length) })).toEqual([waiting.id]);
    expect(await idsOf({ text: one.id })).toEqual([one.id]);
    expect(await idsOf({ text: hash(998) })).toEqual([]);
    // Another seller's.
    expect(await idsOf({ text: hash(999) })).toEqual([]);
  });

  it("finds the sales of files by a part of their title, with or without accents", async () => {
    const expected = ids.filter((id) => ofSecond.has(id));
    for (const text of ["ETE", "été à", "mer"]) expect(await read({ ...allSales, text })).toEqual(expected);
    expect(await idsOf({ text: "nothing like it" })).toEqual([]);
    expect(await idsOf({ text: "%" })).toEqual([]);
  });

  it("says when too many buyers match", async () => {
    const pattern = await readPayment(ids[5] ?? "");
    const many = Array.from({ length: 60 }, (_, at) => {
      const sale = saleLike(pattern, { state: "settled", settledAt: start });
      return { ...sale, order: { ...sale.order, person: `eip155:0xdd${String(at).padStart(38, "0")}` } };
    });
    await insertSales(many);
    expect(await find({ text: "0xdd" })).toMatchObject({ isPartial: true });
    expect(await find({ text: "0xdd00000000000000000000000000000000000000" })).toMatchObject({ isPartial: false });
    for (const { order } of many) {
      await db().transfer.delete({ where: { id: order.id } });
      await db().order.delete({ where: { id: order.id } });
    }
  });
});

describe("filters", () => {
  it("a file, and a period of days in UTC that has both of its days", async () => {
    expect(await read({ ...allSales, fileId: files[1]?.id ?? "" })).toEqual(ids.filter((id) => ofSecond.has(id)));
    const period = readSalesQuery(new URLSearchParams("from=2026-03-02&to=2026-03-03"));
    const { sales } = await find(period);
    expect(sales).toHaveLength(14);
    expect(new Set(sales.map(({ at }) => at.slice(0, 10)))).toEqual(new Set(["2026-03-03", "2026-03-02"]));
  });

  it("states: settled, refunded, refund due, confirming, with a message", async () => {
    const [refunded, due, told, toldTwice] = ids.slice(60) as [string, string, string, string];
    const sale = await readPayment(refunded);
    await db().transfer.create({
      data: {
        ...refundOf(sale, { nonce: `0x${"1".repeat(64)}` }, { state: "settled", ...placed(network, hash(500), 3) }),
      },
    });
    await db().order.update({ where: { id: refunded }, data: { state: "refunded" } });
    await db().order.update({ where: { id: due }, data: { refundDueAt: start } });
    const message = { sellerId: seller.sellerId, text: "It does not open." };
    const at = (minutes: number) => new Date(start.getTime() + minutes * MINUTE);
    for (const [orderId, minutes] of [
      [toldTwice, 1],
      [told, 2],
      [toldTwice, 3],
    ] as const) {
      await db().complaint.create({ data: { id: newId(), orderId, ...message, createdAt: at(minutes) } });
    }
    await db().complaint.updateMany({ where: { orderId: told }, data: { doneAt: at(5) } });
    expect(await idsOf({ filter: "refunded" })).toEqual([refunded]);
    expect(await idsOf({ filter: "refund-due" })).toEqual([due]);
    expect(await idsOf({ filter: "confirming" })).toEqual(ids.slice(0, 2));
    // The newest message first, each sale once.
    expect((await find({ filter: "message" })).sales.map(({ paymentId, message }) => [paymentId, message])).toEqual([
      [toldTwice, "open"],
      [told, "done"],
    ]);
    expect(await read({ ...allSales, filter: "settled" })).toEqual(ids.slice(2).filter((id) => id !== refunded));
    // Its refund's transaction, too.
    expect(await idsOf({ text: hash(500) })).toEqual([refunded]);
    expect(await idsOf({ text: hash(500), filter: "settled" })).toEqual([]);
  });

  it.each(["state=paid", `q=${"a".repeat(201)}`, "from=yesterday"])("%s is refused", (query) => {
    expect(() => readSalesQuery(new URLSearchParams(query))).toThrow();
  });
});

describe("each page is read from an index, in its order", () => {
  const some = { orderIds: ["a", "b"] };
  const narrowings: [string, Partial<Wanted>][] = [
    ["all", {}],
    ["a period", { from: start, until: new Date() }],
    ["a file", { fileId: "f" }],
    ["a buyer", { matches: { persons: ["p", "q"], isPartial: false } }],
    ["titles", { matches: { fileIds: ["f", "g"], isPartial: false } }],
    ["ids", { matches: { ...some, isPartial: false } }],
  ];
  const cursors = [null, "older", "newer"] as const;
  const cases = [null, ...SALE_FILTERS].flatMap((filter) => narrowings.map(([name, of]) => ({ filter, name, of })));

  it.each(cases)("$filter of $name", async ({ filter, of }) => {
    for (const towards of cursors) {
      const wanted = { sellerId: "s", filter, fileId: null, from: null, until: null, matches: null, ...of };
      const times = filter === "refund-due" ? [start, start] : [start];
      const { sql, values } = pageOf(streamsOf(wanted), towards && { place: { times, id: "x" }, towards }, 51);
      const rows = await prepared(db()).all(`EXPLAIN QUERY PLAN ${sql}`, values, ["Int", "Int", "Int", "String"]);
      const plan = rows.map(([, , , detail]) => String(detail));
      expect(
        plan.filter((line) => /^SCAN (?!\(subquery)/.test(line)),
        plan.join("\n"),
      ).toEqual([]);
      // Pages may be sorted; of what is in a table only payments under way and those found by their ids.
      const sorts = plan.filter((line, at) => line.includes("TEMP B-TREE") && !plan[at - 1]?.startsWith("SCAN (sub"));
      const isSmall = filter === "confirming" || of.matches?.orderIds !== undefined;
      if (!isSmall) expect(sorts.length, plan.join("\n")).toBeLessThanOrEqual(filter === null ? 1 : 0);
    }
  });
});
