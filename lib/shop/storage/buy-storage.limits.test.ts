import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId, newSecret } from "@/lib/ids";
import { expiryOf } from "@/lib/uploads/admission/find-upload";
import { freeSpace } from "@/lib/uploads/bytes/free-space";
import { openStorageShop, type StorageShop } from "@/test/storage-shop";

let shop: StorageShop;
beforeAll(async () => {
  shop = await openStorageShop();
  await shop.chain.fund(shop.chain.accounts.stranger.address, 1_000_000n);
});
afterAll(() => shop?.close());
afterEach(() => db().storagePurchase.deleteMany({ where: { offerId: "somebody's" } }));

const orders = () => db().order.count({ where: { productKind: "storage" } });
const room = () => ({ size: 5_000, days: 30, name: `${newId()}.bin` });
const newcomer = { known: false, named: false };
/** More than any disk has. */
const TOO_MUCH = 900_000_000_000_000n;

/** What others are paying for at this moment. */
async function reserved(rows: { kind: string; size?: bigint; days?: number; uploadId?: string; fileId?: string }[]) {
  const row = { offerId: "somebody's", state: "reserved", size: 1n, days: 30, createdAt: new Date() };
  const data = rows.map((of) => ({ orderId: newId(), ...row, ...of }));
  await db().storagePurchase.createMany({ data });
  return data.map(({ orderId }) => orderId);
}

async function boughtRoom() {
  const [of, token] = [room(), newSecret()];
  const made = await shop.create(of, { "upload-token": token, ...(await shop.pay(await shop.create(of))).headers });
  if (made.uploadId === null) throw new Error(made.code);
  return { of, token, id: made.uploadId, orderId: made.headers.get("payment-id") ?? "" };
}

describe("a payment that was shown", () => {
  it("gives nobody a token when its header is shown again", async () => {
    const of = room();
    const { headers } = await shop.pay(await shop.create(of));
    const made = await shop.create(of, headers);
    expect(made.status).toBe(201);
    for (const chosen of [{}, { "upload-token": newSecret() }] as Record<string, string>[]) {
      const again = await shop.create(of, { ...chosen, ...headers });
      expect(again).toMatchObject({ status: 409, code: "payment_known", token: null, uploadId: null });
    }
    expect(await shop.send(made.uploadId ?? "", made.token ?? "", Buffer.alloc(10))).toMatchObject({ status: 204 });
  });

  it("answers the identical request with its identifier only to who knows the token", async () => {
    const [of, token] = [room(), { "upload-token": newSecret() }];
    const identifier = `pay_${newSecret()}`;
    const { headers } = await shop.pay(await shop.create(of), undefined, { identifier });
    const made = await shop.create(of, { ...token, ...headers });
    expect(made.status).toBe(201);
    const again = await shop.create(of, { ...token, ...headers });
    expect(again).toMatchObject({ status: 201, uploadId: made.uploadId, token: null });
    for (const other of [{}, { "upload-token": newSecret() }] as Record<string, string>[])
      expect(await shop.create(of, { ...other, ...headers })).toMatchObject({ code: "payment_known", uploadId: null });
  });

  it("names what it is for: with another resource than its offer's it is refused, uncharged", async () => {
    const [of, before] = [room(), await shop.earned()];
    const { id } = await shop.sell();
    for (const path of [`/f/${id}`, `/api/files/${id}/storage`]) {
      const paid = await shop.pay(await shop.create(of), undefined, { resourceUrl: `http://localhost:3000${path}` });
      expect(await shop.create(of, paid.headers)).toMatchObject({ status: 402, code: "resource_mismatch" });
    }
    expect(await shop.earned()).toBe(before);
  });
});

describe("room on the disk", () => {
  it("that somebody is paying for is not sold again", async () => {
    const [of, before] = [room(), await shop.earned()];
    await reserved([{ kind: "upload", size: TOO_MUCH }]);
    const { headers } = await shop.pay(await shop.create(of));
    expect(await shop.create(of, headers)).toMatchObject({ status: 507, code: "storage_full", challenge: null });
    expect(await shop.earned()).toBe(before);
    await db().storagePurchase.updateMany({ where: { size: TOO_MUCH }, data: { state: "released" } });
    expect(await shop.create(of, headers)).toMatchObject({ status: 201 });
  });

  it("without its bytes is at most half of what is free: an empty room for a cent locks nobody out", async () => {
    const half = BigInt(await freeSpace()) / 2n;
    const ids = await reserved([{ kind: "upload", size: half + 10_000_000_000n }]);
    const of = room();
    const { headers } = await shop.pay(await shop.create(of));
    expect(await shop.create(of, headers)).toMatchObject({ status: 507, code: "storage_full" });
    await db().storagePurchase.updateMany({
      where: { orderId: { in: ids } },
      data: { size: half - 10_000_000_000n },
    });
    expect(await shop.create(of, headers)).toMatchObject({ status: 201 });
    await db().storagePurchase.updateMany({ where: { orderId: { in: ids } }, data: { state: "released" } });
  });

  it("that somebody has paid for is not sold again, although no byte comes", async () => {
    const { id } = await boughtRoom();
    const longAgo = new Date(Date.now() - DAY);
    await db().upload.update({ where: { id }, data: { size: TOO_MUCH, createdAt: longAgo } });
    const of = room();
    const { headers } = await shop.pay(await shop.create(of));
    expect(await shop.create(of, headers)).toMatchObject({ status: 507, code: "storage_full" });
    await db().upload.delete({ where: { id } });
    expect(await shop.create(of, headers)).toMatchObject({ status: 201 });
  });
});

describe("rooms without their bytes", () => {
  it("are not held by a byte now and then: a week longer than was paid for, and no more", async () => {
    const { id } = await boughtRoom();
    const began = Date.now();
    const row = await db().upload.findUniqueOrThrow({ where: { id } });
    const expiry = (day: number) =>
      Math.round(
        (expiryOf(row, { size: 10, lastByteAt: new Date(began + day * DAY) }, newcomer).getTime() - began) / DAY,
      );
    expect([0, 6, 29, 31, 36].map(expiry)).toEqual([7, 13, 36, 37, 37]);
  });

  it("are at most twenty for one payer; others still pay for theirs", async () => {
    const { orderId } = await boughtRoom();
    const pattern = await db().order.findUniqueOrThrow({ where: { id: orderId } });
    const ids = await reserved(Array.from({ length: 20 }, () => ({ kind: "upload" })));
    const copies = ids.map((id) => ({ ...pattern, id, accountKey: null, personKey: null, secretHash: newId() }));
    await db().order.createMany({ data: copies });
    const [of, before] = [room(), await shop.earned()];
    const refused = await shop.create(of, (await shop.pay(await shop.create(of))).headers);
    expect(refused).toMatchObject({ status: 429, code: "upload_quota", challenge: null });
    expect(await shop.earned()).toBe(before);
    const other = await shop.pay(await shop.create(of), shop.chain.accounts.stranger);
    expect(await shop.create(of, other.headers)).toMatchObject({ status: 201 });
    await db().order.deleteMany({ where: { id: { in: ids } } });
  });

  it("are at most five thousand together", async () => {
    await reserved(Array.from({ length: 5_000 }, () => ({ kind: "upload" })));
    const of = room();
    const { headers } = await shop.pay(await shop.create(of));
    expect(await shop.create(of, headers)).toMatchObject({ status: 429, code: "upload_quota", challenge: null });
  });
});

describe("days that somebody is paying for", () => {
  it("count for a file, up to STORAGE_MAX_DAYS", async () => {
    const { id } = await shop.sell();
    const keptUntil = new Date(Date.now() + 3_600 * DAY);
    await db().file.update({ where: { id }, data: { keptUntil, keptBytes: 5_000n } });
    const before = await shop.earned();
    const { headers } = await shop.pay(await shop.extend(id, 40));
    await reserved([{ kind: "file", fileId: id, days: 40 }]);
    expect(await shop.extend(id, 40, headers)).toMatchObject({ status: 409, code: "storage_too_long" });
    expect(await shop.earned()).toBe(before);
  });

  it("count for an upload, up to STORAGE_MAX_DAYS", async () => {
    const { id, token } = await boughtRoom();
    const before = await shop.earned();
    const { headers } = await shop.pay(await shop.keep(id, token, { days: 40 }));
    await reserved([{ kind: "uploaded", uploadId: id, days: 3_600 }]);
    expect(await shop.keep(id, token, { days: 40 }, headers)).toMatchObject({ status: 409, code: "storage_too_long" });
    expect(await shop.earned()).toBe(before);
  });
});

describe("a restored shop", () => {
  afterEach(() => db().restoration.deleteMany());

  it("offers no storage and reserves none before its operator's yes", async () => {
    const of = room();
    const paid = await shop.pay(await shop.create(of));
    const before = await orders();
    await db().restoration.create({ data: restoration() });
    const closed = { status: 503, code: "shop_restored", challenge: null };
    expect(await shop.create(of)).toMatchObject(closed);
    expect(await shop.create(of, paid.headers)).toMatchObject(closed);
    const { id } = await shop.sell();
    expect(await shop.extend(id, 90)).toMatchObject(closed);
    expect(await orders()).toBe(before);
    await db().restoration.deleteMany();
    expect(await shop.create(of, paid.headers)).toMatchObject({ status: 201 });
  });
});

function restoration() {
  const [restoredAt, since] = [new Date(), new Date(Date.now() - DAY)];
  return { id: newId(), epoch: newSecret(), backup: "yesterday", since, hasJournal: true, restoredAt };
}
