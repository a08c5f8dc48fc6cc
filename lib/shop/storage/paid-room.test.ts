import { randomBytes } from "node:crypto";
import { appendFile, utimes } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId, newSecret } from "@/lib/ids";
import { readOpenUploads, readParts } from "@/lib/uploads/admission/open-uploads";
import { promiseOf } from "@/lib/uploads/admission/room";
import { partPath } from "@/lib/uploads/bytes/upload-file";
import { sweepUploads } from "@/lib/uploads/finish/sweep-uploads";
import { openStorageShop, type StorageShop } from "@/test/storage-shop";
import { createUpload } from "@/test/uploads";

let shop: StorageShop;
beforeAll(async () => {
  shop = await openStorageShop();
});
afterAll(() => shop?.close());

const later = (days: number) => new Date(Date.now() + days * DAY);
const count = (id: string) => db().upload.count({ where: { id } });

async function paidRoom(days: number): Promise<{ id: string; token: string }> {
  const [token, of] = [newSecret(), { size: 4_000, days, name: `${newId()}.bin` }];
  const made = await shop.create(of, { "upload-token": token, ...(await shop.pay(await shop.create(of))).headers });
  return { id: made.uploadId ?? "", token };
}

/** A file that is kept until then, and an upload that is larger. */
async function larger(days: number) {
  const { id } = await shop.sell();
  const keptUntil = later(days);
  await db().file.update({ where: { id }, data: { keptUntil, keptBytes: 5_000n } });
  return { fileId: id, ...(await createUpload(9_000)) };
}

it("is not kept for ever by a byte a week", async () => {
  const { id, token } = await paidRoom(1);
  await shop.send(id, token, randomBytes(10));
  for (let week = 6; week <= 60; week += 6) {
    await sweepUploads(later(week));
    if ((await count(id)) === 0) break;
    await appendFile(partPath(id), "b");
    await utimes(partPath(id), later(week), later(week));
  }
  expect(await count(id)).toBe(0);
});

it("of a larger version is kept like other paid room, and counts as such", async () => {
  const { fileId, id, token } = await larger(60);
  const body = { replacesFileId: fileId };
  const paid = await shop.keep(id, token, body, (await shop.pay(await shop.keep(id, token, body))).headers);
  expect(paid.status).toBe(200);
  const open = (await readOpenUploads(db(), await readParts(), later(0.5))).find((upload) => upload.id === id);
  expect(open && promiseOf(open, later(0.5))).toBe(9_000n);
  await sweepUploads(later(6.9));
  expect(await count(id)).toBe(1);
  await sweepUploads(later(7.1));
  expect(await count(id)).toBe(0);
});

it("of an upload that is being paid for is neither taken away nor promised twice", async () => {
  const { id } = await createUpload(9_000);
  const purchase = { kind: "uploaded", state: "reserved", size: 9_000n, days: 30, uploadId: id, createdAt: new Date() };
  const orderId = newId();
  await db().storagePurchase.create({ data: { orderId, offerId: newId(), ...purchase } });
  const open = (await readOpenUploads(db(), await readParts(), later(0.5))).find((upload) => upload.id === id);
  expect(open).toMatchObject({ isPaid: true, known: true });
  expect(open && promiseOf(open, later(0.5))).toBe(9_000n);
  await sweepUploads(later(2));
  expect(await count(id)).toBe(1);
  await db().storagePurchase.delete({ where: { orderId } });
  await sweepUploads(later(2));
  expect(await count(id)).toBe(0);
});

it("is limited for each payer, also where the upload was begun without paying", async () => {
  const { stranger } = shop.chain.accounts;
  await shop.chain.fund(stranger.address, 1_000_000n);
  const of = { size: 4_000, days: 1, name: "first.bin" };
  const { uploadId } = await shop.create(of, (await shop.pay(await shop.create(of), stranger)).headers);
  const order = await db().order.findFirstOrThrow({
    where: { productKind: "storage" },
    orderBy: { createdAt: "desc" },
  });
  const purchase = await db().storagePurchase.findUniqueOrThrow({ where: { orderId: order.id } });
  const upload = await db().upload.findUniqueOrThrow({ where: { id: uploadId ?? "" } });
  // Paid for several times, one room is one.
  for (let time = 0; time < 30; time += 1) {
    const again = { id: newId(), productId: newId(), accountKey: null, personKey: null, secretHash: newId() };
    await db().order.create({ data: { ...order, ...again } });
    await db().storagePurchase.create({ data: { ...purchase, kind: "uploaded", orderId: again.id } });
  }
  for (let room = 1; room < 20; room += 1) {
    const [id, uploadId] = [newId(), newId()];
    await db().upload.create({ data: { ...upload, id: uploadId, storageKey: newId(), tokenHash: newId() } });
    const keys = { productId: newId(), accountKey: null, personKey: null, secretHash: newId() };
    await db().order.create({ data: { ...order, ...keys, id } });
    await db().storagePurchase.create({ data: { ...purchase, orderId: id, uploadId } });
    if (room < 19) continue;
    const begun = await createUpload(9_000);
    const before = await shop.earned();
    const asked = await shop.keep(begun.id, begun.token, { days: 1 });
    const paid = await shop.pay(asked, stranger);
    expect(await shop.keep(begun.id, begun.token, { days: 1 }, paid.headers)).toMatchObject({ code: "upload_quota" });
    expect(await shop.earned()).toBe(before);
    await db().upload.delete({ where: { id: uploadId } });
    expect(await shop.keep(begun.id, begun.token, { days: 1 }, paid.headers)).toMatchObject({ status: 200 });
  }
});

it("of a larger version is paid for again, without another key, once the file is kept for longer", async () => {
  const { fileId, id, token } = await larger(60);
  const body = { replacesFileId: fileId };
  const pay = async () => shop.keep(id, token, body, (await shop.pay(await shop.keep(id, token, body))).headers);
  const [before, now] = [await shop.earned(), Date.now()];
  for (const [days, charged] of [
    [60, 10_000n],
    [60, 10_000n],
    [100, 20_000n],
    [100, 20_000n],
  ] as const) {
    await db().file.update({ where: { id: fileId }, data: { keptUntil: new Date(now + days * DAY) } });
    expect((await pay()).status).toBe(200);
    expect(await shop.earned()).toBe(before + charged);
  }
});
