import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { countView } from "@/lib/products/files/counters";
import { freshDatabase } from "@/test/database";
import { makeSeller } from "@/test/files";
import { fillShop, titleAt } from "@/test/fill-shop";
import { FILES_ON_PAGE, listFiles } from "./list-files";
import { ROWS_AFTER } from "./read-listed";
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
  const path = `${database.dir}/filekiosk.db`;
  ({ fileId: idAt } = fillShop(path, { sellerId, files: FILES, sales: SALES, now }));
  fillShop(path, { sellerId: (await makeSeller()).sellerId, files: 5, sales: 10, now });
});
afterAll(() => database.close());

const all: FilesQuery = { q: "", state: null, sort: "newest", before: "" };
const list = (query: Partial<FilesQuery> = {}, at = now) => listFiles(sellerId, { ...all, ...query }, at);
const titlesOf = async (query: Partial<FilesQuery>) => (await list(query)).files.map(({ title }) => title);

/** Every page, one after the other. */
async function walk(query: Partial<FilesQuery>, between?: (page: number) => Promise<unknown>): Promise<FileRow[]> {
  const found: FileRow[] = [];
  for (let [before, page] = ["", 0]; ; page += 1) {
    const { files, older } = await list({ ...query, before });
    found.push(...files);
    if (older === null) return found;
    expect(files).toHaveLength(FILES_ON_PAGE);
    await between?.(page);
    before = older;
  }
}

const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
const everyId = () => Array.from({ length: FILES }, (_, n) => idAt(n));

/** Runs something with a change of one file, and takes it back. */
async function changed(n: number, data: Parameters<ReturnType<typeof db>["file"]["update"]>[0]["data"]) {
  const before = await db().file.findUniqueOrThrow({ where: { id: idAt(n) } });
  await db().file.update({ where: { id: idAt(n) }, data });
  return async () => void (await db().file.update({ where: { id: idAt(n) }, data: before }));
}

describe("pages", () => {
  it("have each of the seller's files once, and nobody else's, in every order", async () => {
    for (const sort of ["newest", "sales", "received", "ending", "title"] as const) {
      const ids = idsOf(await walk({ sort }));
      expect([sort, ids.toSorted()]).toEqual([sort, everyId().toSorted()]);
    }
  });

  it("do not shift while files are added, also among many of the same moment", async () => {
    await db().file.updateMany({ where: { id: { in: everyId() } }, data: { createdAt: now } });
    const { seller } = { seller: await db().file.findFirstOrThrow({ where: { id: idAt(0) } }) };
    let added = 0;
    const ids = idsOf(
      await walk({}, async () => {
        added += 1;
        const id = `zzzzzzzzzzzzzzzzzzzzz${added}`;
        await db().file.create({ data: { ...seller, id, createdAt: new Date(now.getTime() + added) } });
      }),
    );
    expect(added).toBe(2);
    expect(ids).toEqual(everyId().toSorted().reverse());
    await db().file.deleteMany({ where: { id: { startsWith: "zzzz" } } });
    for (let n = 0; n < FILES; n += 1) {
      await db().file.update({
        where: { id: idAt(n) },
        data: { createdAt: new Date(now.getTime() - (FILES - n) * 3_600_000) },
      });
    }
  });

  it("of another order, a broken one, or one that nobody has named are refused", async () => {
    const { older } = await list();
    expect(older).not.toBeNull();
    for (const before of ["x", "W10", idAt(3), Buffer.from('[1,2,"a"]').toString("base64url"), "%00"]) {
      await expect(list({ before })).rejects.toMatchObject({ code: "invalid_input" });
    }
    await expect(list({ sort: "title", before: older ?? "" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  it("do not show what was deleted", async () => {
    const undo = await changed(FILES - 1, { removedAt: now });
    expect(idsOf((await list()).files)[0]).toBe(idAt(FILES - 2));
    await undo();
  });
});

describe("search", () => {
  it("finds words of titles and file names in three scripts, whatever their case and accents", async () => {
    expect(await titlesOf({ q: "HARBOUR 0042" })).toEqual([titleAt(42)]);
    expect(await titlesOf({ q: "été 0043" })).toEqual([titleAt(43)]);
    expect(await titlesOf({ q: "ETE 0043" })).toEqual([titleAt(43)]);
    expect(await titlesOf({ q: "E\u0301te\u0301 0043" })).toEqual([titleAt(43)]);
    expect(await titlesOf({ q: "صورة 0044" })).toEqual([titleAt(44)]);
    expect(await titlesOf({ q: "صُورَة 0044" })).toEqual([titleAt(44)]);
    expect(await titlesOf({ q: "SCAN-0045.pdf" })).toEqual([titleAt(45)]);
    expect(await titlesOf({ q: "harbour montagne" })).toEqual([]);
  });

  it("takes signs that are wildcards elsewhere for themselves", async () => {
    for (const q of ["%", "_", "*", "scan_0045", "100%", "\\", "'", '"', "["])
      expect([q, await titlesOf({ q })]).toEqual([q, []]);
    const undo = await changed(7, { title: "100% of_it [\\'\"]" });
    for (const q of ["100%", "of_it", "\\", "[", "'"])
      expect([q, await titlesOf({ q })]).toEqual([q, ["100% of_it [\\'\"]"]]);
    await undo();
  });

  it("reads page by page, too", async () => {
    const found = await walk({ q: "harbour", sort: "title" });
    expect(found.map(({ title }) => title)).toEqual(
      Array.from({ length: FILES }, (_, n) => titleAt(n)).filter((title) => title.startsWith("Harbour")),
    );
  });
});

it("shows what a row needs, and counts that are not written yet", async () => {
  countView(idAt(FILES - 1));
  const [row] = (await list()).files;
  expect(row).toEqual({
    id: idAt(FILES - 1),
    url: `${process.env.APP_URL ?? "http://localhost:3000"}/f/${idAt(FILES - 1)}`,
    title: titleAt(FILES - 1),
    name: "scan-0129.pdf",
    mediaType: "application/pdf",
    state: "on-sale",
    needs: [],
    paused: false,
    listed: true,
    price: "5.00",
    free: false,
    views: (((FILES - 1) * 37) % 5_000) + 1,
    sales: 0,
    received: "0.00",
    saleEndsAt: expect.any(String),
    preview: null,
    createdAt: expect.any(String),
  });
});

it("looks at so many files at most, and says so", async () => {
  const page = await listFiles(sellerId, { ...all, sort: "title" }, now, 100);
  expect([page.onlyNewest, page.files.length, page.older === null]).toEqual([100, FILES_ON_PAGE, false]);
  expect((await list({ sort: "title" })).onlyNewest).toBeNull();
});

it("finds the next rows in an index, without putting all in order, and reads no sale", async () => {
  const values = [sellerId, now, "x", 51];
  const steps = await prepared(db()).all(`EXPLAIN QUERY PLAN ${ROWS_AFTER}`, values, ["Int", "Int", "Int", "String"]);
  const plan = steps.map(([, , , step]) => step).join("\n");
  expect(plan).toMatch(/^SEARCH File USING INDEX File_creatorId_removedAt_createdAt_id_idx/);
  expect(plan).not.toMatch(/SCAN|TEMP B-TREE|Order|Transfer/);
});

it("asks for a new sign-in when the session's seller is gone", async () => {
  await expect(listFiles("nobody", all, now)).rejects.toMatchObject({ code: "sign_in_required" });
});
