import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeSeller } from "@/test/files";
import { addStoragePurchase, paidUpload, setStorage } from "@/test/paid-storage";
import { createFile } from "./create-file";
import { readInfo } from "./read-info";
import type { CreateFile, UpdateFile } from "./schema";
import { updateFile } from "./update-file";

let close: () => Promise<void>;
let seller: SessionData;
const now = new Date("2026-11-21T12:00:00Z");
const at = (days: number) => new Date(now.getTime() + days * DAY);
const iso = (days: number) => at(days).toISOString();
const bytes = (size: number) => Buffer.alloc(size, `${Math.random()} `);

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
});
beforeEach(async () => {
  forgetPerProcess("rate-limits");
  forgetPerProcess("free-room");
  // Nothing is in the free room.
  await db().fileVersion.updateMany({ data: { bytesGoneAt: now } });
  await db().upload.deleteMany({ where: { state: { not: "used" } } });
  setStorage({});
  seller = await makeSeller();
});
afterAll(async () => {
  setStorage();
  await close();
});

const publish = async (days: number | null, input: Partial<CreateFile> = {}, size = 2_000) =>
  createFile(seller, { ...(await paidUpload(bytes(size), { days, now })), price: "0.50", ...input }, now);
const update = (fileId: string, changes: UpdateFile, when = at(1)) =>
  updateFile(seller.sellerId, fileId, changes, when);
const fieldError = (field: string, code: string) => ({
  code: "invalid_date",
  members: { errors: [expect.objectContaining({ field, code })] },
});

describe("a file whose storage was paid for", () => {
  it("is kept for these days, and on sale as long as its last buyer is covered", async () => {
    const file = await publish(90);
    expect(file).toMatchObject({ keptUntil: iso(90), onSaleUntil: iso(60), saleEndsAt: iso(60), storedUntil: iso(90) });
    expect(await db().file.findUnique({ where: { id: file.id } })).toMatchObject({ keptBytes: 2_000n });
    expect(await publish(200, { downloadDays: 150 })).toMatchObject({ onSaleUntil: iso(50) });
  });

  it("may have any date that is covered, also one further away than free ones, and none beyond", async () => {
    expect(await publish(60, { onSaleUntil: iso(30) })).toMatchObject({ saleEndsAt: iso(30) });
    expect(await publish(1_000, { onSaleUntil: iso(900), downloadDays: 100 })).toMatchObject({ onSaleUntil: iso(900) });
    const input = await paidUpload(bytes(2_000), { days: 60, now });
    const late = new Date(at(30).getTime() + 1).toISOString();
    await expect(createFile(seller, { ...input, price: "1", onSaleUntil: late }, now)).rejects.toMatchObject({
      code: "storage_too_short",
      status: 409,
      members: {
        keptUntil: iso(60),
        neededUntil: new Date(at(60).getTime() + 1).toISOString(),
        days: 1,
        price: "0.01",
        storageUrl: `http://localhost:3000/api/storage/uploads/${input.uploadId}`,
      },
    });
    expect(await db().file.count({ where: { sellerId: seller.sellerId } })).toBe(2);
    expect(await createFile(seller, { ...input, price: "1" }, now)).toMatchObject({ onSaleUntil: iso(30) });
  });

  it("without dates follows what is paid for, and every buyer gets 30 days at least", async () => {
    const file = await publish(90, { onSaleUntil: null, downloadDays: null });
    expect(file).toMatchObject({ onSaleUntil: null, saleEndsAt: iso(60), downloadDays: null, state: "on-sale" });
    expect(await readInfo(file.id, at(60))).toMatchObject({ state: "ended" });
    await db().file.update({ where: { id: file.id }, data: { keptUntil: at(120) } });
    expect(await readInfo(file.id, at(60))).toMatchObject({ state: "on-sale", saleEndsAt: iso(90) });
  });

  it("for too few days to sell anything is refused, with the days that are missing", async () => {
    await expect(publish(30)).rejects.toMatchObject({ code: "storage_too_short", members: { days: 1 } });
    await expect(publish(10, { onSaleUntil: null })).rejects.toMatchObject({ members: { days: 21 } });
  });

  it("and published too late for its days is not covered either", async () => {
    const input = await paidUpload(bytes(2_000), { days: 60, now: at(-61) });
    await expect(createFile(seller, { ...input, price: "1" }, now)).rejects.toMatchObject({
      code: "storage_too_short",
    });
  });

  it("names the file for all that was paid for the upload, also what is settled later", async () => {
    const input = await paidUpload(bytes(2_000), { days: 60, now });
    const paid = { size: 2_000, days: 60, uploadId: input.uploadId };
    const ids = [
      await addStoragePurchase({ ...paid, kind: "upload", state: "paid" }, now),
      await addStoragePurchase({ ...paid, kind: "uploaded", state: "reserved" }, now),
    ];
    const { id } = await createFile(seller, { ...input, price: "1" }, now);
    for (const orderId of ids) {
      expect(await db().storagePurchase.findUnique({ where: { orderId } })).toMatchObject({ fileId: id });
    }
  });
});

describe("a file that nobody paid for", () => {
  it("is refused, and told what to pay and where", async () => {
    setStorage({ STORAGE_PRICE: "10000" });
    const input = await paidUpload(bytes(2_000), { days: null, now });
    const refused = (days: number, price: string) => ({
      code: "storage_unpaid",
      status: 409,
      members: { storageUrl: `http://localhost:3000/api/storage/uploads/${input.uploadId}`, days, price },
    });
    // 2,000 bytes x 60 days x $10,000 / (10^9 bytes x 30 days).
    await expect(createFile(seller, { ...input, price: "1" }, now)).rejects.toMatchObject(refused(60, "0.04"));
    const dates = { onSaleUntil: new Date(at(60).getTime() + 1).toISOString(), downloadDays: 60 };
    await expect(createFile(seller, { ...input, price: "1", ...dates }, now)).rejects.toMatchObject(
      refused(121, "0.080667"),
    );
    for (const endless of [{ onSaleUntil: null }, { downloadDays: null }]) {
      await expect(createFile(seller, { ...input, price: "1", ...endless }, now)).rejects.toMatchObject(
        refused(60, "0.04"),
      );
    }
    setStorage({ STORAGE_PRICE: "0.03" });
    await expect(createFile(seller, { ...input, price: "1" }, now)).rejects.toMatchObject(refused(60, "0.01"));
    expect(await db().file.count({ where: { sellerId: seller.sellerId } })).toBe(0);
  });

  it("and could not be paid for as long as that is told so", async () => {
    setStorage({ STORAGE_MAX_DAYS: "100" });
    await expect(publish(null, { onSaleUntil: iso(71) })).rejects.toMatchObject(
      fieldError("onSaleUntil", "date_too_far"),
    );
    await expect(publish(null, { onSaleUntil: iso(70) })).rejects.toMatchObject({ members: { days: 100 } });
  });

  it("fits into the free room, with the limits of free storage", async () => {
    setStorage({ STORAGE_FREE_ROOM: "5000" });
    expect(await publish(null)).toMatchObject({ onSaleUntil: iso(30), keptUntil: null, mayExtend: true });
    await expect(publish(null, { onSaleUntil: iso(366) })).rejects.toMatchObject(
      fieldError("onSaleUntil", "date_too_far"),
    );
    await expect(publish(null, { onSaleUntil: null })).rejects.toMatchObject({ code: "storage_unpaid" });
    await expect(publish(null, {}, 3_001)).rejects.toMatchObject({ code: "storage_unpaid" });
    // What is paid for, of sellers who store for free, or deleted takes none of it.
    await publish(60);
    expect(await publish(null, {}, 3_000)).toMatchObject({ keptUntil: null });
  });

  it("of two at once, one gets the last of the free room", async () => {
    setStorage({ STORAGE_FREE_ROOM: "3000" });
    const answers = await Promise.allSettled([publish(null), publish(null), publish(null)]);
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
  });
});

describe("a seller who stores for free", () => {
  it.each(["named", "with a quota"])("%s pays nothing, and may sell without an end", async (how) => {
    if (how === "named") setStorage({ SELLERS: `open ${seller.address}` });
    else await db().seller.update({ where: { id: seller.sellerId }, data: { quotaBytes: 10_000n } });
    const file = await publish(null, { onSaleUntil: null, downloadDays: null });
    expect(file).toMatchObject({ onSaleUntil: null, saleEndsAt: null, storedUntil: null, mayExtend: false });
    expect(await publish(null)).toMatchObject({ onSaleUntil: iso(30) });
    await expect(publish(null, { onSaleUntil: iso(366) })).rejects.toMatchObject({ code: "invalid_date" });
  });

  it("is one of those where only named sellers may sell", async () => {
    const upload = await paidUpload(bytes(2_000), { days: null, now });
    setStorage({ SELLERS: seller.address });
    expect(await createFile(seller, { ...upload, price: "1", onSaleUntil: null }, now)).toMatchObject({
      saleEndsAt: null,
    });
  });

  it("with a quota of its own has that, and what was paid for does not count", async () => {
    await db().seller.update({ where: { id: seller.sellerId }, data: { quotaBytes: 3_000n } });
    const { id } = await publish(60, {}, 2_000);
    await publish(null, {}, 2_500);
    await expect(publish(null, {}, 501)).rejects.toMatchObject({ code: "seller_quota" });
    // A version beyond what was paid for does.
    const upload = await paidUpload(bytes(2_600), { days: null, now });
    await expect(update(id, { ...upload, newVersionFor: "all-buyers" })).rejects.toMatchObject({
      code: "seller_quota",
    });
  });
});

describe("where storage is free", () => {
  it("dates need an end, as ever, unless the seller is named or has a quota", async () => {
    setStorage();
    await expect(publish(null, { onSaleUntil: null })).rejects.toMatchObject(fieldError("onSaleUntil", "date_needed"));
    await expect(publish(null, { downloadDays: null })).rejects.toMatchObject(
      fieldError("downloadDays", "date_needed"),
    );
    const { id } = await publish(null);
    await expect(update(id, { onSaleUntil: null })).rejects.toMatchObject(fieldError("onSaleUntil", "date_needed"));
    await db().seller.update({ where: { id: seller.sellerId }, data: { quotaBytes: 10_000n } });
    expect(await update(id, { onSaleUntil: null, downloadDays: null })).toMatchObject({ saleEndsAt: null });
  });
});

describe("a change of dates", () => {
  it("of a file that is paid for is covered, and may always be shorter", async () => {
    const { id } = await publish(90, { onSaleUntil: iso(40) });
    const refused = {
      code: "storage_too_short",
      members: { storageUrl: `http://localhost:3000/api/files/${id}/storage` },
    };
    expect(await update(id, { onSaleUntil: iso(60) })).toMatchObject({ saleEndsAt: iso(60) });
    await expect(update(id, { onSaleUntil: iso(61) })).rejects.toMatchObject(refused);
    await expect(update(id, { downloadDays: 31 })).rejects.toMatchObject(refused);
    expect(await update(id, { onSaleUntil: iso(59), downloadDays: 31 })).toMatchObject({ downloadDays: 31 });
    expect(await update(id, { onSaleUntil: iso(2), downloadDays: 30 })).toMatchObject({ saleEndsAt: iso(2) });
    // Nothing is covered any more: it may still be shorter, and have another title.
    await db().file.update({ where: { id }, data: { keptUntil: at(20) } });
    expect(await update(id, { onSaleUntil: iso(1.5), title: "Changed" })).toMatchObject({ saleEndsAt: iso(1.5) });
  });

  it("from no dates to some is covered as well", async () => {
    const { id } = await publish(90, { onSaleUntil: null, downloadDays: null });
    await expect(update(id, { onSaleUntil: iso(61) })).rejects.toMatchObject({ code: "storage_too_short" });
    await expect(update(id, { onSaleUntil: iso(60), downloadDays: 31 })).rejects.toMatchObject({
      code: "storage_too_short",
    });
    expect(await update(id, { downloadDays: 80 })).toMatchObject({ saleEndsAt: iso(10) });
    await expect(update(id, { downloadDays: 89 })).rejects.toMatchObject({ code: "storage_too_short" });
    expect(await update(id, { onSaleUntil: iso(60), downloadDays: 30 })).toMatchObject({ saleEndsAt: iso(60) });
    expect(await update(id, { onSaleUntil: null, downloadDays: null })).toMatchObject({ saleEndsAt: iso(60) });
  });

  it("is not prolonged by somebody who pays for more time, but may be by the seller then", async () => {
    const { id } = await publish(90);
    await db().file.update({ where: { id }, data: { keptUntil: at(120) } });
    expect(await readInfo(id, at(1))).toMatchObject({ saleEndsAt: iso(60), keptUntil: iso(120) });
    expect(await update(id, { onSaleUntil: iso(90) })).toMatchObject({ saleEndsAt: iso(90) });
  });

  it("of one in the free room is a matter of its limits, unless the room is too full", async () => {
    setStorage({ STORAGE_FREE_ROOM: "5000" });
    const { id } = await publish(null);
    expect(await update(id, { onSaleUntil: iso(200) })).toMatchObject({ saleEndsAt: iso(200) });
    setStorage({ STORAGE_FREE_ROOM: "1000" });
    const refused = {
      code: "storage_unpaid",
      members: { storageUrl: `http://localhost:3000/api/files/${id}/storage`, days: 239, price: "0.01" },
    };
    await expect(update(id, { onSaleUntil: iso(210) })).rejects.toMatchObject(refused);
    await expect(update(id, { downloadDays: 39 })).rejects.toMatchObject({
      code: "storage_unpaid",
      members: { days: 238 },
    });
    await expect(update(id, { onSaleUntil: null })).rejects.toMatchObject({ code: "storage_unpaid" });
    expect(await update(id, { price: "2", title: "Changed", onSaleUntil: iso(100) })).toMatchObject({
      price: "2.00",
      saleEndsAt: iso(100),
    });
  });

  it("lets the seller forbid others to pay for more time", async () => {
    const { id } = await publish(90);
    expect(await readInfo(id, at(1))).toMatchObject({ mayExtend: true });
    expect(await update(id, { onlySellerExtends: true })).toMatchObject({ onlySellerExtends: true, mayExtend: true });
    expect(await readInfo(id, at(1))).toMatchObject({ mayExtend: false });
    expect(await update(id, { onlySellerExtends: false })).toMatchObject({ onlySellerExtends: false });
  });
});
