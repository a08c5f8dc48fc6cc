import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import type { OrderRow } from "@/lib/payments/rows";
import { createFile } from "@/lib/products/files/create-file";
import { updateFile } from "@/lib/products/files/update-file";
import { freshDatabase } from "@/test/database";
import { makeSeller } from "@/test/files";
import { addStoragePurchase, paidUpload, setStorage } from "@/test/paid-storage";
import { giveStorage } from "./give-storage";

let close: () => Promise<void>;
const now = new Date("2026-11-21T12:00:00Z");
const at = (days: number) => new Date(now.getTime() + days * DAY);

beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
  setStorage({});
});
afterAll(async () => {
  setStorage();
  await close();
});

/** The settlement of a payment that was under way. */
async function settle(orderId: string) {
  const order = { id: orderId, priceMicroUsd: 10_000n } as OrderRow;
  await db().$transaction(async (tx) => {
    const purchase = await tx.storagePurchase.findUniqueOrThrow({ where: { orderId } });
    await giveStorage(tx, order, purchase, { opensBySecret: true, now: at(1) });
  });
  return db().storagePurchase.findUniqueOrThrow({ where: { orderId } });
}

it("days of an upload that has become a file keep that file; those of a small one keep no larger file, and are owed", async () => {
  const seller = await makeSeller();
  const whole = await paidUpload(Buffer.alloc(20_000), { days: 60, now });
  const more = { kind: "uploaded", state: "reserved", size: 20_000, days: 40, uploadId: whole.uploadId };
  const orderId = await addStoragePurchase(more, now);
  const { id } = await createFile(seller, { ...whole, price: "1" }, now);
  expect(await settle(orderId)).toMatchObject({ state: "paid", fileId: id, owedMicroUsd: null });
  const read = () => db().file.findUniqueOrThrow({ where: { id } });
  expect((await read()).keptUntil).toEqual(at(100));

  const small = await paidUpload(Buffer.alloc(1), { days: null, now });
  const cheap = { kind: "uploaded", state: "reserved", size: 1, days: 3_000, uploadId: small.uploadId };
  const second = await addStoragePurchase(cheap, now);
  await updateFile(seller.sellerId, id, { ...small, newVersionFor: "all-buyers" }, at(1));
  expect(await settle(second)).toMatchObject({ state: "paid", owedMicroUsd: 10_000n });
  expect(await read()).toMatchObject({ keptUntil: at(100), keptBytes: 20_000n });
});

it("a payment for less than a file in the free room has promised meanwhile is owed: a day of it leaves no free room", async () => {
  setStorage({ STORAGE_FREE_ROOM: "60000" });
  const seller = await makeSeller();
  const read = (id: string) => db().file.findUniqueOrThrow({ where: { id } });
  const inFreeRoom = { keptUntil: null, keptBytes: null };

  // Published while its upload is being paid for.
  const upload = await paidUpload(Buffer.alloc(9_000), { days: null, now });
  const day = { kind: "uploaded", state: "reserved", size: 9_000, days: 1, uploadId: upload.uploadId };
  const first = await addStoragePurchase(day, now);
  const { id } = await createFile(seller, { ...upload, price: "1" }, now);
  expect(await settle(first)).toMatchObject({ state: "paid", owedMicroUsd: 10_000n });
  expect(await read(id)).toMatchObject(inFreeRoom);

  // Its sale is prolonged while more time is being paid for.
  const least = { kind: "file", state: "reserved", size: 9_000, days: 60, fileId: id };
  const second = await addStoragePurchase(least, now);
  await updateFile(seller.sellerId, id, { onSaleUntil: at(360).toISOString() }, at(1));
  expect(await settle(second)).toMatchObject({ owedMicroUsd: 10_000n });
  expect(await read(id)).toMatchObject(inFreeRoom);

  // A small version, whose upload is being paid for, while a buyer keeps the large one.
  const small = await paidUpload(Buffer.alloc(1), { days: null, now });
  const cheap = { kind: "uploaded", state: "reserved", size: 1, days: 3_000, uploadId: small.uploadId };
  const third = await addStoragePurchase(cheap, now);
  await updateFile(seller.sellerId, id, { ...small, newVersionFor: "new-buyers" }, at(1));
  expect(await settle(third)).toMatchObject({ owedMicroUsd: 10_000n });
  expect(await read(id)).toMatchObject(inFreeRoom);

  const enough = await addStoragePurchase({ ...least, size: 9_001, days: 400 }, now);
  expect(await settle(enough)).toMatchObject({ owedMicroUsd: null });
  expect(await read(id)).toMatchObject({ keptUntil: at(401), keptBytes: 9_001n });
});
