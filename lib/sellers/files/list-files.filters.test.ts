import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { freshDatabase } from "@/test/database";
import { makeSeller } from "@/test/files";
import { fillShop, titleAt } from "@/test/fill-shop";
import { addEntitlement } from "@/test/rows";
import { listFiles } from "./list-files";
import type { FileRow, FilesQuery } from "./schema";

const FILES = 130;
const SALES = 400;
const now = new Date("2026-11-21T12:00:00Z");
let database: Awaited<ReturnType<typeof freshDatabase>>;
let sellerId: string;
let idAt: (n: number) => string;

beforeAll(async () => {
  database = await freshDatabase();
  ({ sellerId } = await makeSeller());
  ({ fileId: idAt } = fillShop(`${database.dir}/filekiosk.db`, { sellerId, files: FILES, sales: SALES, now }));
});
afterAll(() => database.close());

const all: FilesQuery = { q: "", state: null, sort: "newest", before: "" };

/** Every page, one after the other. */
async function walk(query: Partial<FilesQuery>): Promise<FileRow[]> {
  const found: FileRow[] = [];
  for (let before: string | null = ""; before !== null; ) {
    const page = await listFiles(sellerId, { ...all, ...query, before }, now);
    found.push(...page.files);
    before = page.older;
  }
  return found;
}

/** Runs something with a change of one file, and takes it back. */
async function changed(n: number, data: Parameters<ReturnType<typeof db>["file"]["update"]>[0]["data"]) {
  const before = await db().file.findUniqueOrThrow({ where: { id: idAt(n) } });
  await db().file.update({ where: { id: idAt(n) }, data });
  return async () => void (await db().file.update({ where: { id: idAt(n) }, data: before }));
}

describe("filters", () => {
  it("find what their names say, and every file of a state", async () => {
    for (const state of ["on-sale", "paused", "ended"] as const) {
      const rows = await walk({ state });
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter((row) => row.state !== state)).toEqual([]);
    }
    expect((await walk({ state: "free" })).map(({ price }) => price)).toEqual(Array(6).fill("0.00"));
    expect((await walk({ state: "listed" })).every(({ listed }) => listed)).toBe(true);
    const states = await Promise.all((["on-sale", "paused", "ended"] as const).map((state) => walk({ state })));
    expect(states.flat()).toHaveLength(FILES);
  });

  it("name what waits for the seller: sales that end soon, decisions, bytes that are deleted unless a buyer keeps them", async () => {
    const ending = (await walk({ state: "attention" })).map(({ needs }) => needs);
    expect(ending).toEqual(Array(6).fill(["ends-soon"]));
    const until = new Date(now.getTime() - 25 * DAY);
    const undo = [
      await changed(1, { suspendedAt: now }),
      await changed(2, { onSaleUntil: until }),
      await changed(3, { onSaleUntil: until }),
      await changed(4, { keptUntil: new Date(now.getTime() + 9 * DAY) }),
    ];
    const { id: versionId } = await db().fileVersion.findFirstOrThrow({ where: { fileId: idAt(3) } });
    await addEntitlement(db(), { fileId: idAt(3), versionId }, { until: new Date(now.getTime() + 11 * DAY) });
    const rows = await walk({ state: "attention" });
    const needs = Object.fromEntries(rows.map((row) => [row.id, row.needs]));
    expect([1, 2, 3, 4].map((n) => needs[idAt(n)])).toEqual([
      ["suspended"],
      ["deleted-soon"],
      undefined,
      ["kept-soon"],
    ]);
    for (const one of undo) await one();
  });
});

describe("orders", () => {
  it("put most sales, most money and the next end first, the ended last", async () => {
    const [bySales, byMoney, byEnd] = await Promise.all([
      walk({ sort: "sales" }),
      walk({ sort: "received" }),
      walk({ sort: "ending" }),
    ]);
    const isFalling = (values: number[]) => values.every((value, at) => at === 0 || value <= (values[at - 1] ?? 0));
    expect(isFalling(bySales.map(({ sales }) => sales))).toBe(true);
    expect(isFalling(byMoney.map(({ received }) => Number(received)))).toBe(true);
    expect(bySales.reduce((sum, { sales }) => sum + sales, 0)).toBe(SALES);
    const ends = byEnd.map(({ saleEndsAt, state }) =>
      state === "ended" ? "ended" : saleEndsAt === null ? "none" : "later",
    );
    expect([...new Set(ends)]).toEqual(["later", "none", "ended"]);
    expect(byEnd[0]?.needs).toEqual(["ends-soon"]);
  });

  it("sort titles as people do in each script, numbers by their value", async () => {
    const undo = await changed(5, { title: "Harbour print 9" });
    const titles = (await walk({ sort: "title", q: "harbour" })).map(({ title }) => title);
    expect(titles.slice(0, 5)).toEqual([0, 3, 6, 9].flatMap((n) => (n === 9 ? [titles[3], titles[4]] : [titleAt(n)])));
    expect(titles.slice(3, 5).toSorted()).toEqual(["Harbour print 0009", "Harbour print 9"]);
    await undo();
  });
});
