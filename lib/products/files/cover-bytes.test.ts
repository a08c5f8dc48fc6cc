import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeSeller } from "@/test/files";
import { addStoragePurchase, paidUpload, setStorage } from "@/test/paid-storage";
import { addEntitlement } from "@/test/rows";
import { createFile } from "./create-file";
import { readExtension } from "./extension";
import type { UpdateFile } from "./schema";
import { updateFile } from "./update-file";

let close: () => Promise<void>;
let seller: SessionData;
const now = new Date("2026-11-21T12:00:00Z");
const at = (days: number) => new Date(now.getTime() + days * DAY);
const bytes = (size: number) => Buffer.alloc(size, `${Math.random()} `);
const LARGE = 20_000;

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
});
beforeEach(async () => {
  forgetPerProcess("rate-limits");
  forgetPerProcess("free-room");
  await db().fileVersion.updateMany({ data: { bytesGoneAt: now } });
  await db().upload.deleteMany({ where: { state: { not: "used" } } });
  setStorage({ STORAGE_PRICE: "10000" });
  seller = await makeSeller();
});
afterAll(async () => {
  setStorage();
  await close();
});

async function publish(size: number, days: number | null): Promise<string> {
  const upload = await paidUpload(bytes(size), { days, now });
  return (await createFile(seller, { ...upload, price: "0.50" }, now)).id;
}

type Paid = { days?: number; at?: Date; paidForFileId?: string };

/** An upload that may be paid for, and the change that makes it the next version. */
async function next(size: number, { days, at: finishedAt = now, paidForFileId }: Paid = {}): Promise<UpdateFile> {
  const of = paidForFileId === undefined ? {} : { paidForFileId };
  const upload = await paidUpload(bytes(size), { days: days ?? null, now: finishedAt, ...of });
  return { ...upload, newVersionFor: "new-buyers" };
}

const change = (id: string, changes: UpdateFile, when = at(1)) => updateFile(seller.sellerId, id, changes, when);
const replace = async (id: string, size: number, paid: Paid = {}, when = at(1)) =>
  change(id, await next(size, paid), when);
const row = (id: string) => db().file.findUniqueOrThrow({ where: { id } });
const unpaid = { code: "storage_unpaid", status: 409 };

/** A buyer of the current version. */
async function sell(fileId: string, until: Date | null) {
  const { versionId } = await db().terms.findFirstOrThrow({ where: { fileId, until: null } });
  await addEntitlement(db(), { fileId, versionId }, { until, createdAt: now });
}

/** The difference to a larger version was paid for, as its settlement writes it. */
async function payDifference(fileId: string, changes: UpdateFile, of: { size: number; days: number }, when = now) {
  await db().upload.update({ where: { id: changes.uploadId ?? "" }, data: { paidForFileId: fileId } });
  const purchase = { ...of, kind: "larger", state: "paid", fileId, uploadId: changes.uploadId ?? "" };
  await addStoragePurchase(purchase, when);
}

describe("a version of a file that is paid for", () => {
  it("is free up to the size that was paid for", async () => {
    const id = await publish(LARGE, 60);
    expect(await replace(id, 10)).toMatchObject({ version: 2, size: 10 });
    expect(await replace(id, LARGE)).toMatchObject({ version: 3, size: LARGE });
    expect(await row(id)).toMatchObject({ keptBytes: BigInt(LARGE), keptUntil: at(60) });
  });

  it("that is larger is refused, and told what the difference costs and how to pay it", async () => {
    const id = await publish(1, 60);
    const wanted = await next(LARGE);
    await expect(change(id, wanted)).rejects.toMatchObject({
      ...unpaid,
      members: {
        storageUrl: `http://localhost:3000/api/storage/uploads/${wanted.uploadId}`,
        replacesFileId: id,
        days: 59,
        price: "0.393314",
      },
    });
    expect(await db().fileVersion.count({ where: { fileId: id } })).toBe(1);
    await payDifference(id, wanted, { size: LARGE - 1, days: 59 }, at(1));
    expect(await change(id, wanted)).toMatchObject({ version: 2 });
    expect(await row(id)).toMatchObject({ keptBytes: BigInt(LARGE), keptUntil: at(60) });
  });

  it("is not paid by a payment that says so alone, for another file, for another upload, or for fewer bytes", async () => {
    const [id, other] = [await publish(1, 60), await publish(1, 60)];
    await expect(replace(id, LARGE, { paidForFileId: id })).rejects.toMatchObject(unpaid);
    const forOther = await next(LARGE);
    await payDifference(other, forOther, { size: LARGE, days: 60 });
    await expect(change(id, forOther)).rejects.toMatchObject(unpaid);
    const tooSmall = await next(LARGE);
    await payDifference(id, tooSmall, { size: LARGE - 2, days: 60 });
    await expect(change(id, tooSmall)).rejects.toMatchObject(unpaid);
    await expect(
      createFile(seller, { ...(tooSmall as { uploadId: string; uploadToken: string }), price: "1" }, now),
    ).rejects.toMatchObject(unpaid);
  });

  it("whose difference was paid before somebody kept the file longer is not: a day of gigabytes buys no year of them", async () => {
    const id = await publish(1, 60);
    const wanted = await next(LARGE);
    await payDifference(id, wanted, { size: LARGE - 1, days: 60 });
    await db().file.update({ where: { id }, data: { keptUntil: at(3_000) } });
    await expect(change(id, wanted)).rejects.toMatchObject({ ...unpaid, members: { days: 2_999 } });
  });

  it("is paid for until the date that it will be kept, payments under way included", async () => {
    const id = await publish(1, 60);
    const wanted = await next(LARGE);
    await payDifference(id, wanted, { size: LARGE - 1, days: 60 });
    const orderId = await addStoragePurchase(
      { kind: "file", state: "reserved", size: 1, days: 3_000, fileId: id },
      now,
    );
    await expect(change(id, wanted)).rejects.toMatchObject({ ...unpaid, members: { days: 3_059 } });
    await expect(replace(id, LARGE, { days: 61 })).rejects.toMatchObject(unpaid);
    await db().storagePurchase.update({ where: { orderId }, data: { state: "released" } });
    expect(await change(id, wanted)).toMatchObject({ version: 2 });
  });

  it("may be paid for by itself while somebody pays for more time, which then is added to no more than was paid", async () => {
    const id = await publish(1, 60);
    await addStoragePurchase({ kind: "file", state: "reserved", size: 1, days: 40, fileId: id }, now);
    await expect(replace(id, LARGE, { days: 99 })).rejects.toMatchObject(unpaid);
    expect(await replace(id, LARGE, { days: 110 })).toMatchObject({ keptUntil: at(70).toISOString() });
  });

  it("may be paid for by itself, for as long as the file is kept", async () => {
    const id = await publish(1, 60);
    await expect(replace(id, LARGE, { days: 59 })).rejects.toMatchObject(unpaid);
    expect(await replace(id, LARGE, { days: 90 })).toMatchObject({ keptUntil: at(90).toISOString() });
    // A small one keeps the large one no longer.
    const [large] = await db().fileVersion.findMany({ where: { fileId: id, replacedAt: null } });
    expect(large?.size).toBe(BigInt(LARGE));
    expect(await replace(id, 1, { days: 3_000 })).toMatchObject({ keptUntil: at(90).toISOString() });
    expect(await row(id)).toMatchObject({ keptBytes: BigInt(LARGE) });
  });

  it("leaves no more than two copies behind for earlier buyers", async () => {
    const id = await publish(LARGE, 60);
    for (const _ of [1, 2]) {
      await sell(id, at(31));
      await replace(id, LARGE);
    }
    await sell(id, at(31));
    await expect(replace(id, LARGE)).rejects.toMatchObject({ ...unpaid, members: { replacesFileId: id } });
    const wanted = await next(LARGE);
    await payDifference(id, wanted, { size: LARGE, days: 60 });
    expect(await change(id, wanted)).toMatchObject({ version: 4 });
  });

  it("costs all of its bytes if it is one copy too many, also if it is one byte larger", async () => {
    const id = await publish(LARGE, 60);
    for (const _ of [1, 2]) {
      await sell(id, at(31));
      await replace(id, LARGE);
    }
    await sell(id, at(31));
    const wanted = await next(LARGE + 1);
    await payDifference(id, wanted, { size: 1, days: 60 });
    await expect(change(id, wanted)).rejects.toMatchObject(unpaid);
    // What is larger by as much again brings room for the copies as well.
    const larger = await next(2 * LARGE);
    await payDifference(id, larger, { size: LARGE, days: 60 });
    expect(await change(id, larger)).toMatchObject({ version: 4 });
  });

  it("forgets the copies that nobody needs, but not while a buyer may be paying for one", async () => {
    const id = await publish(LARGE, 60);
    for (const _ of [1, 2]) await replace(id, LARGE);
    await expect(replace(id, LARGE)).rejects.toMatchObject(unpaid);
    expect(await replace(id, LARGE, {}, new Date(at(1).getTime() + 11 * MINUTE))).toMatchObject({ version: 4 });
  });

  it("leaves no more than two copies behind either when several come at once", async () => {
    const id = await publish(LARGE, 60);
    await sell(id, at(31));
    const wanted = [await next(LARGE), await next(LARGE), await next(LARGE)];
    const answers = await Promise.allSettled(wanted.map((one) => change(id, one)));
    expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "fulfilled", "rejected"]);
  });

  it("needs the file to be paid for again once that has ended", async () => {
    const id = await publish(LARGE, 60);
    await sell(id, at(70));
    const late = at(61);
    const wanted = { ...(await next(10)), newVersionFor: "all-buyers" as const };
    await expect(change(id, wanted, late)).rejects.toMatchObject(unpaid);
    const whole = {
      ...(await next(LARGE, { days: 90, at: late })),
      newVersionFor: "all-buyers" as const,
      onSaleUntil: at(100).toISOString(),
    };
    expect(await change(id, whole, late)).toMatchObject({ keptUntil: at(151).toISOString(), state: "on-sale" });
  });
});

describe("a version of a file in the free room", () => {
  beforeEach(() => setStorage({ STORAGE_FREE_ROOM: "30000" }));

  it("takes its bytes from there", async () => {
    const id = await publish(10_000, null);
    expect(await replace(id, 20_000)).toMatchObject({ version: 2, keptUntil: null });
    await expect(replace(id, 20_000)).rejects.toMatchObject(unpaid);
  });

  it("makes it a file that is paid for only with all that is kept of it", async () => {
    const id = await publish(10_000, null);
    // Ten years of access to the first version leave the free room for no single byte.
    await sell(id, at(3_000));
    await db().file.update({ where: { id }, data: { onSaleUntil: at(30) } });
    expect(await replace(id, 1, { days: 3_650 })).toMatchObject({ keptUntil: null });
    expect(await replace(id, 10_001, { days: 2_000 })).toMatchObject({ keptUntil: null });
    expect(await replace(id, 20_002, { days: 3_001 })).toMatchObject({ keptUntil: at(3_001).toISOString() });
  });

  it("does not grow while somebody pays for it as it is", async () => {
    const id = await publish(1, null);
    await addStoragePurchase({ kind: "file", state: "reserved", size: 1, days: 3_000, fileId: id }, now);
    await expect(replace(id, 20_000)).rejects.toMatchObject(unpaid);
    // Nor by a version that is paid for itself: these days would keep it for the price of one byte.
    await expect(replace(id, 20_000, { days: 90 })).rejects.toMatchObject(unpaid);
  });
});

describe("more time for a file", () => {
  it("costs what was paid for, however small the version is now", async () => {
    const id = await publish(LARGE, 60);
    await replace(id, 1);
    expect(await readExtension(db(), id, at(1))).toEqual({ bytes: BigInt(LARGE), from: at(60), leastDays: 1 });
    expect(await readExtension(db(), id, at(61))).toMatchObject({ from: at(61) });
  });

  it("that nobody paid for yet covers all that was promised, from now on", async () => {
    setStorage({ STORAGE_FREE_ROOM: "30000" });
    const id = await publish(10_000, null);
    expect(await readExtension(db(), id, now)).toEqual({ bytes: 10_000n, from: now, leastDays: 60 });
    await sell(id, new Date(at(100).getTime() + HOUR));
    await replace(id, 5_000);
    expect(await readExtension(db(), id, now)).toEqual({ bytes: 15_000n, from: now, leastDays: 101 });
    await change(id, { downloadDays: 365 });
    expect(await readExtension(db(), id, now)).toMatchObject({ leastDays: 395 });
  });

  it("is nobody's to pay where something without an end was promised, or the seller stores for free", async () => {
    setStorage({ STORAGE_FREE_ROOM: "30000" });
    const id = await publish(10_000, null);
    await sell(id, null);
    expect(await readExtension(db(), id, now)).toBeNull();
    const other = await publish(10_000, null);
    await db().seller.update({ where: { id: seller.sellerId }, data: { quotaBytes: 10n } });
    expect(await readExtension(db(), other, now)).toBeNull();
    await expect(readExtension(db(), "nothing", now)).rejects.toMatchObject({ code: "file_not_found" });
  });
});
