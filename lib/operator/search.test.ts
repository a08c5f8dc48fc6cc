import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { claimHandle, claimSlug } from "@/lib/links/claim-name";
import { forgetPerProcess } from "@/lib/process";
import type { OwnFile } from "@/lib/products/files/schema";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { PAGE_SIZE } from "./paging";
import { readOperatorFile } from "./read-file";
import { searchFiles } from "./search-files";
import { searchSellers } from "./search-sellers";

let close: () => Promise<void>;
let seller: SessionData;
let file: OwnFile;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
  seller = await makeSeller();
  file = await makeFile(seller, { bytes: Buffer.from("one of a kind"), name: "field-notes.txt", title: "Field notes" });
  await db().seller.update({ where: { id: seller.sellerId }, data: { name: "Noor Films" } });
  await claimHandle(seller.sellerId, "noor-films", now);
  for (const slug of ["notes", "field-notes"]) await claimSlug(seller.sellerId, file.id, slug, now);
  await makeFile(await makeSeller(), { title: "Something else" });
});
afterAll(() => close());

const now = new Date();
const hashOf = ({ versions }: OwnFile) => versions[0]?.sha256 ?? "";
const found = async (query: string) => (await searchFiles({ query }, undefined, now)).rows.map(({ id }) => id);

describe("a file is found", () => {
  it.each([
    ["its id", () => file.id],
    ["its link", () => file.url],
    ["its link with more", () => `${file.url}?utm_source=mail`],
    ["its readable link", () => "http://localhost:3000/s/noor-films/field-notes?utm=1"],
    ["an earlier one, as people write it", () => "kiosk.example/s/Noor Films/Notes".replaceAll(" ", "%20")],
    ["its hash", () => hashOf(file)],
    ["the beginning of its hash, in capitals", () => hashOf(file).slice(0, 20).toUpperCase()],
    ["a part of its title, whatever the case", () => "field N"],
    ["its file name", () => "notes.txt"],
    ["its seller's address", () => seller.address],
    ["the beginning of the address", () => seller.address.slice(0, 12)],
  ])("by %s", async (_what, query) => expect(await found(query())).toEqual([file.id]));

  it("by nothing else", async () => {
    for (const query of ["0xffffffffffff", "nothing", "' OR 1=1 --"]) expect(await found(query)).toEqual([]);
    expect(await found(" ")).toHaveLength(2);
  });
});

it("% and _ are looked for as they are", async () => {
  for (const query of ["%", "_", "f_eld", "Field%", "n%r", "\\"]) {
    expect([query, await found(query)]).toEqual([query, []]);
    expect([query, (await searchSellers(query)).rows]).toEqual([query, []]);
  }
  const odd = await makeFile(await makeSeller(), { title: "100%_sure\\", name: "odd.txt" });
  for (const query of ["0%_s", "%", "_", "e\\"]) expect([query, await found(query)]).toEqual([query, [odd.id]]);
  await db().file.update({ where: { id: odd.id }, data: { title: "Odd" } });
});

it("a seller is found by the link of the page", async () => {
  const { rows } = await searchSellers("http://localhost:3000/s/noor-films/");
  expect(rows.map(({ id }) => id)).toEqual([seller.sellerId]);
});

it("a seller is found by id, name, and address", async () => {
  for (const query of [seller.sellerId, "noor", seller.address.slice(0, 14)]) {
    const { rows } = await searchSellers(query);
    expect(rows).toMatchObject([{ id: seller.sellerId, name: "Noor Films", storedBytes: 13, isSuspended: false }]);
  }
  expect((await searchSellers("nobody")).rows).toEqual([]);
});

it("a long list comes in pages, without a gap and without a repetition", async () => {
  forgetPerProcess("rate-limits");
  const createdAt = new Date("2026-01-01T00:00:00Z");
  const many = Array.from({ length: PAGE_SIZE + 5 }, (_, at) => `0x${String(at).padStart(40, "0")}`);
  await db().seller.createMany({
    data: many.map((address, at) => ({ id: `s${at}`, address, payTo: address, createdAt })),
  });
  const first = await searchSellers("0x0000");
  const second = await searchSellers("0x0000", first.before ?? "");
  expect([first.rows.length, second.rows.length, second.before]).toEqual([PAGE_SIZE, 5, null]);
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(many.length);
});

it("so does a list of which the database finds too much", async () => {
  const rows = Array.from({ length: 1_200 }, (_, at) => {
    const address = `0x1${String(at).padStart(39, "0")}`;
    const name = at % 20 === 0 ? `z_${at}` : `zz${at}`;
    return { id: `z${at}`, address, payTo: address, name, createdAt: new Date(at) };
  });
  await db().seller.createMany({ data: rows });
  const first = await searchSellers("z_");
  const second = await searchSellers("z_", first.before ?? "");
  expect([first.rows.length, second.rows.length, second.before]).toEqual([PAGE_SIZE, 10, null]);
  expect(new Set([...first.rows, ...second.rows].map(({ name }) => name)).size).toBe(60);
});

it("a file's page has its versions and numbers, also once it was removed", async () => {
  expect(await readOperatorFile(file.id, now)).toMatchObject({
    title: "Field notes",
    price: "0.50",
    state: "on-sale",
    versions: [{ number: 1, sha256: hashOf(file), isBlocked: false }],
    complaints: 0,
  });
  await expect(readOperatorFile("nothing", now)).rejects.toMatchObject({ code: "file_not_found" });
});
