import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { countPriceCheck, countView, flushCounters, unwrittenCounts } from "./counters";
import { readOwnFile } from "./own-file";

const now = new Date("2026-11-21T12:00:00Z");
let database: Awaited<ReturnType<typeof freshDatabase>>;
let file: string;

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  file = (await makeFile(await makeSeller())).id;
});

describe("views and price checks", () => {
  const written = (id: string) =>
    db().file.findUniqueOrThrow({ where: { id }, select: { views: true, priceChecks: true } });

  it("are told at once and reach the database with the next flush, each exactly once", async () => {
    for (let view = 0; view < 3; view += 1) countView(file);
    countPriceCheck(file);
    expect(await written(file)).toEqual({ views: 0, priceChecks: 0 });
    expect(await readOwnFile(file, now)).toMatchObject({ views: 3, priceChecks: 1 });

    await flushCounters(now);
    await flushCounters(now);
    expect(await written(file)).toEqual({ views: 3, priceChecks: 1 });
    expect(await readOwnFile(file, now)).toMatchObject({ views: 3, priceChecks: 1 });
  });

  it("lose none that arrive during a flush, and forget files that are gone", async () => {
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
