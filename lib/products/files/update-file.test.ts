import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { findFile } from "./find-file";
import { isPayable } from "./payable-terms";
import { readInfo } from "./read-info";
import { removeFile } from "./remove-file";
import type { OwnFile, UpdateFile } from "./schema";
import { updateFile } from "./update-file";

let close: () => Promise<void>;
let seller: SessionData;
let file: OwnFile;
const now = new Date("2026-11-21T12:00:00Z");
const at = (milliseconds: number) => new Date(now.getTime() + milliseconds);

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
});
beforeEach(async () => {
  forgetPerProcess("rate-limits");
  seller = await makeSeller();
  file = await makeFile(seller, { price: "0.50" }, now);
});
afterAll(() => close());

const update = (changes: UpdateFile, when = at(DAY)) => updateFile(seller.sellerId, file.id, changes, when);
const pricesOf = async (when: Date) =>
  (await findFile(file.id, when))?.payableTerms.map((terms) => terms.priceMicroUsd);

describe("a new price", () => {
  it("counts at once, and the old one stays payable for twice the challenge's time", async () => {
    expect(await update({ price: "0.75" })).toMatchObject({ price: "0.75", offers: [{ amount: "750000" }] });
    expect(await pricesOf(at(DAY))).toEqual([750_000n, 500_000n]);
    expect(await pricesOf(at(DAY + 10 * MINUTE - SECOND))).toEqual([750_000n, 500_000n]);
    expect(await pricesOf(at(DAY + 10 * MINUTE))).toEqual([750_000n]);
  });

  it("leaves each of several old ones its own time, the newest first", async () => {
    await update({ price: "0.60" }, at(DAY));
    await update({ price: "0.70" }, at(DAY + 6 * MINUTE));
    await update({ price: "0.80" }, at(DAY + 7 * MINUTE));
    expect(await pricesOf(at(DAY + 8 * MINUTE))).toEqual([800_000n, 700_000n, 600_000n, 500_000n]);
    expect(await pricesOf(at(DAY + 12 * MINUTE))).toEqual([800_000n, 700_000n, 600_000n]);
    expect(await pricesOf(at(DAY + 16.5 * MINUTE))).toEqual([800_000n, 700_000n]);
  });

  it("that is the old one changes no terms", async () => {
    await update({ price: "0.500000" });
    expect(await db().terms.count({ where: { fileId: file.id } })).toBe(1);
  });

  it("leaves exactly one set of terms current when many change it at once", async () => {
    const prices = Array.from({ length: 12 }, (_, index) => `${index + 1}.00`);
    await Promise.all(prices.map((price) => update({ price })));
    const rows = await db().terms.findMany({ where: { fileId: file.id } });
    expect(rows.filter(({ until }) => until === null)).toHaveLength(1);
    expect(rows).toHaveLength(13);
  });

  it("keeps the agreed values for old terms: price, payee, days", async () => {
    const before = await db().terms.findFirstOrThrow({ where: { fileId: file.id } });
    await db().seller.update({ where: { id: seller.sellerId }, data: { payTo: `0x${"8".repeat(40)}` } });
    await update({ price: "0.75" });
    const { until, ...after } = await db().terms.findUniqueOrThrow({ where: { id: before.id } });
    expect(after).toEqual((({ until: _, ...rest }) => rest)(before));
    expect(until).toEqual(at(DAY));
    expect((await findFile(file.id, at(DAY)))?.terms).toMatchObject({ payTo: `0x${"8".repeat(40)}`, downloadDays: 30 });
  });

  it("may be 0, which makes the file free from then on", async () => {
    expect(await update({ price: "0" })).toMatchObject({ free: true, offers: [] });
    expect(await update({ price: "3" }, at(2 * DAY))).toMatchObject({ free: false, price: "3.00" });
  });

  it.each(["-1", "0.001", "10000.01", "abc"])("is refused when it is %s, and nothing changes", async (price) => {
    await expect(update({ price, title: "Changed" })).rejects.toMatchObject({ code: "invalid_price" });
    expect(await readInfo(file.id, at(DAY))).toMatchObject({ price: "0.50", title: file.title });
  });
});

describe("other changes", () => {
  it("say what they say and leave the rest alone", async () => {
    const until = at(40 * DAY).toISOString();
    expect(await update({ title: "New\u202e title", description: "More\r\nwords", onSaleUntil: until })).toMatchObject({
      title: "New title",
      description: "More\nwords",
      onSaleUntil: until,
      price: "0.50",
      paused: false,
      name: file.name,
    });
    expect(await update({ description: "" })).toMatchObject({ description: "", title: "New title" });
    expect(await db().terms.count({ where: { fileId: file.id } })).toBe(1);
  });

  it("pause the sale and take it up again", async () => {
    expect(await update({ paused: true })).toMatchObject({ state: "paused", paused: true });
    expect(await update({ paused: false })).toMatchObject({ state: "on-sale", paused: false });
  });

  it("extend a sale that ended", async () => {
    const late = at(31 * DAY);
    expect(await readInfo(file.id, late)).toMatchObject({ state: "ended" });
    expect(await update({ title: "Same date", onSaleUntil: file.onSaleUntil ?? "" }, late)).toMatchObject({
      state: "ended",
    });
    expect(await update({ onSaleUntil: at(60 * DAY).toISOString() }, late)).toMatchObject({ state: "on-sale" });
  });

  it("refuse a title of which nothing is left, and a date that is past or too far", async () => {
    await expect(update({ title: "\u200b" })).rejects.toMatchObject({ code: "invalid_input" });
    await expect(update({ onSaleUntil: at(0).toISOString() })).rejects.toMatchObject({ code: "invalid_date" });
    await expect(update({ onSaleUntil: at(400 * DAY).toISOString() })).rejects.toMatchObject({ code: "invalid_date" });
  });
});

describe("whose file it is", () => {
  it("decides: for everybody else there is no such file", async () => {
    const stranger = await makeSeller();
    const attempt = updateFile(stranger.sellerId, file.id, { price: "1", paused: true }, at(DAY));
    await expect(attempt).rejects.toMatchObject({ code: "file_not_found", status: 404 });
    await expect(removeFile(stranger.sellerId, file.id, at(DAY))).rejects.toMatchObject({ code: "file_not_found" });
    await expect(updateFile(seller.sellerId, "nothing", { price: "1" }, now)).rejects.toMatchObject({
      code: "file_not_found",
    });
    await expect(removeFile(seller.sellerId, "nothing", now)).rejects.toMatchObject({ code: "file_not_found" });
    expect(await readInfo(file.id, at(DAY))).toMatchObject({ state: "on-sale", price: "0.50" });
  });
});

describe("removing a file", () => {
  it("ends its sale for good, and may be asked twice", async () => {
    await removeFile(seller.sellerId, file.id, at(DAY));
    await removeFile(seller.sellerId, file.id, at(2 * DAY));
    await expect(readInfo(file.id, at(2 * DAY))).rejects.toMatchObject({ code: "file_removed", status: 410 });
    expect(await findFile(file.id)).toMatchObject({ removedAt: at(DAY), version: { bytesGoneAt: null } });
    await expect(update({ paused: false }, at(3 * DAY))).rejects.toMatchObject({ code: "file_removed", status: 410 });
  });
});

it("terms are payable while current and for ten minutes more", () => {
  expect(isPayable({ until: null }, at(365 * DAY))).toBe(true);
  expect(isPayable({ until: now }, at(10 * MINUTE - 1))).toBe(true);
  expect(isPayable({ until: now }, at(10 * MINUTE))).toBe(false);
});
