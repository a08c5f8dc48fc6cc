import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { makeGifts } from "@/lib/gifts/make-gifts";
import { forgetPerProcess } from "@/lib/process";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeSeller } from "@/test/files";
import { paidUpload, setStorage } from "@/test/paid-storage";
import { createFile } from "./create-file";

let close: () => Promise<void>;
let seller: SessionData;
const now = new Date("2026-11-21T12:00:00Z");
const at = (days: number) => new Date(now.getTime() + days * DAY);

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
});
beforeEach(async () => {
  forgetPerProcess("rate-limits");
  forgetPerProcess("free-room");
  await db().fileVersion.updateMany({ data: { bytesGoneAt: now } });
  seller = await makeSeller();
});
afterAll(async () => {
  setStorage();
  await close();
});

async function publish(days: number | null): Promise<string> {
  const upload = await paidUpload(Buffer.alloc(2_000), { days, now });
  return (await createFile(seller, { ...upload, price: "0.50" }, now)).id;
}

async function give(fileId: string, until?: Date, when = now): Promise<Date | null | undefined> {
  const wanted = { count: 1, label: "", ...(until && { until: until.toISOString() }) };
  await makeGifts(seller.sellerId, fileId, wanted, when);
  const last = await db().entitlement.findFirst({ where: { productId: fileId }, orderBy: { id: "desc" } });
  return last?.until;
}

it("a gift keeps no bytes longer than they are paid for", async () => {
  setStorage({});
  const id = await publish(60);
  expect(await give(id, at(60))).toEqual(at(60));
  await expect(give(id, at(61))).rejects.toMatchObject({
    code: "storage_too_short",
    members: { days: 1, storageUrl: `http://localhost:3000/api/files/${id}/storage` },
  });
  // The usual 30 days are shortened, while there are any.
  await give(id, undefined, at(50));
  expect(await db().entitlement.count({ where: { productId: id, until: at(60) } })).toBe(2);
});

it("in the free room gifts keep them longer than the sale only where there is room", async () => {
  setStorage({ STORAGE_FREE_ROOM: "3000" });
  const id = await publish(null);
  expect(await give(id, at(300))).toEqual(at(300));
  setStorage({ STORAGE_FREE_ROOM: "1000" });
  await give(id, at(60));
  await expect(give(id, at(310))).rejects.toMatchObject({ code: "storage_unpaid", members: { days: 310 } });
});

it("sellers who store for free, and where storage is free, have the limits of gifts alone", async () => {
  setStorage({});
  await db().seller.update({ where: { id: seller.sellerId }, data: { quotaBytes: 10_000n } });
  const id = await publish(null);
  expect(await give(id, at(300))).toEqual(at(300));
  await db().seller.update({ where: { id: seller.sellerId }, data: { quotaBytes: null } });
  setStorage();
  expect(await give(id, at(301))).toEqual(expect.any(Date));
});
