import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import type { PaymentState } from "@/lib/payments/schema";
import { forgetPerProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { storage } from "@/lib/storage/storage";
import { setState } from "@/test/core";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { addStoragePurchase } from "@/test/paid-storage";
import { addEntitlement, addPayment } from "@/test/rows";
import { uploadBytes } from "@/test/uploads";
import { findFile } from "./find-file";
import { purgeFiles } from "./purge-files";
import { readInfo } from "./read-info";
import { removeFile } from "./remove-file";
import type { NewVersionFor } from "./schema";
import { updateFile } from "./update-file";

let close: (() => Promise<void>) | undefined;
let seller: SessionData;
let fileId: string;
let key: string;
const now = new Date("2026-11-21T12:00:00Z");
const at = (milliseconds: number) => new Date(now.getTime() + milliseconds);

beforeEach(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  await close?.();
  ({ close } = await freshDatabase());
  forgetPerProcess("rate-limits");
  seller = await makeSeller();
  ({ id: fileId, key } = await newFile());
});
afterAll(() => close?.());

async function newFile() {
  const { id } = await makeFile(seller, {}, now);
  return { id, key: (await findFile(id))?.version.storageKey ?? "" };
}

async function pay(state: PaymentState): Promise<string> {
  const terms = await db().terms.findFirstOrThrow({ where: { fileId } });
  return (await addPayment(terms.id, { state, createdAt: now })).id;
}

async function grant(until: Date, revokedAt: Date | null = null, number = 1): Promise<void> {
  const { id: versionId } = await versionOf(number);
  await addEntitlement(db(), { fileId, versionId }, { until, revokedAt, createdAt: now });
}

const versionOf = (number: number) => db().fileVersion.findFirstOrThrow({ where: { fileId, number } });

async function replace(newVersionFor: NewVersionFor, when: Date): Promise<void> {
  const upload = await uploadBytes(Buffer.from("other bytes"));
  const changes = { uploadId: upload.id, uploadToken: upload.token, newVersionFor };
  await updateFile(seller.sellerId, fileId, changes, when);
}

const keptVersion = async (number: number) => kept((await versionOf(number)).storageKey);

const remove = (when: Date) => removeFile(seller.sellerId, fileId, when);
/** Whether the purge has this file among those that may be due one day. */
const looksAt = async () => (await db().file.count({ where: { id: fileId, bytesGone: false } })) === 1;
const kept = async (storageKey = key) => (await storage().size(storageKey)) !== null;

describe("the bytes of a file", () => {
  it("stay while it is for sale or paused, and for 30 days after the end, so that the seller may extend the sale", async () => {
    await db().file.update({ where: { id: fileId }, data: { paused: true } });
    await purgeFiles(at(60 * DAY));
    expect(await kept()).toBe(true);
    await updateFile(seller.sellerId, fileId, { onSaleUntil: at(90 * DAY).toISOString() }, at(60 * DAY));
    await purgeFiles(at(61 * DAY));
    expect(await kept()).toBe(true);
  });

  it("go 30 days after the end of the sale; then nobody can put it on sale again without new bytes", async () => {
    await purgeFiles(at(60 * DAY + SECOND));
    expect(await kept()).toBe(false);
    expect(await looksAt()).toBe(false);
    const late = at(61 * DAY);
    const prolong = { onSaleUntil: at(90 * DAY).toISOString() };
    await expect(updateFile(seller.sellerId, fileId, prolong, late)).rejects.toMatchObject({ code: "bytes_gone" });
    expect(await readInfo(fileId, late)).toMatchObject({
      state: "ended",
      bytesGoneAt: at(60 * DAY + SECOND).toISOString(),
      storedUntil: at(60 * DAY + SECOND).toISOString(),
    });
    const upload = await uploadBytes(Buffer.from("the same once more"));
    const again = { uploadId: upload.id, uploadToken: upload.token, newVersionFor: "new-buyers" as const };
    await updateFile(seller.sellerId, fileId, { ...prolong, ...again }, late);
    expect(await readInfo(fileId, late)).toMatchObject({ state: "on-sale", version: 2, bytesGoneAt: null });
    expect(await looksAt()).toBe(true);
    await purgeFiles(at(121 * DAY));
    expect((await readInfo(fileId, at(121 * DAY))).bytesGoneAt).not.toBeNull();
    expect(await looksAt()).toBe(false);
  });

  it("are found behind hundreds of ended sales whose buyers may still download", async () => {
    const file = await db().file.findUniqueOrThrow({ where: { id: fileId } });
    const version = await versionOf(1);
    await grant(at(200 * DAY));
    const live = await db().entitlement.findFirstOrThrow({ where: { productId: fileId } });
    const ids = Array.from({ length: 450 }, () => newId());
    await db().file.createMany({ data: ids.map((id) => ({ ...file, id })) });
    await db().fileVersion.createMany({ data: ids.map((id) => ({ ...version, id, fileId: id, storageKey: id })) });
    const over = ids.toSorted().filter((_, index) => index % 200 === 199);
    const downloadable = ids.filter((id) => !over.includes(id));
    await db().entitlement.createMany({
      data: downloadable.map((id) => ({ ...live, id, productId: id, partId: id, tokenHash: id })),
    });
    await purgeFiles(at(61 * DAY));
    const gone = await db().fileVersion.findMany({ where: { bytesGoneAt: { not: null } }, select: { fileId: true } });
    expect(gone.map((one) => one.fileId).sort()).toEqual(over);
    const files = await db().file.findMany({ where: { bytesGone: true }, select: { id: true } });
    expect(files.map(({ id }) => id).sort()).toEqual(over);
  });

  it("of an ended sale stay until the last buyer's access ends", async () => {
    await grant(at(200 * DAY));
    expect((await readInfo(fileId, at(40 * DAY))).storedUntil).toBe(at(200 * DAY).toISOString());
    await purgeFiles(at(200 * DAY - SECOND));
    expect(await kept()).toBe(true);
    await purgeFiles(at(200 * DAY));
    expect(await kept()).toBe(false);
  });

  it("go once it is removed and nobody can need them; its row, hash and terms stay", async () => {
    await remove(now);
    await purgeFiles(at(11 * MINUTE));
    expect(await kept()).toBe(false);
    expect(await findFile(fileId)).toMatchObject({
      version: { bytesGoneAt: at(11 * MINUTE), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it("stay until a buyer who is signing a payment right now has had the time to send it", async () => {
    await remove(now);
    await purgeFiles(at(9 * MINUTE));
    expect(await kept()).toBe(true);
  });

  it("stay until the last buyer's access ends", async () => {
    await grant(at(30 * DAY));
    await grant(at(10 * DAY));
    await remove(now);
    await purgeFiles(at(29 * DAY));
    expect(await kept()).toBe(true);
    await purgeFiles(at(30 * DAY));
    expect(await kept()).toBe(false);
  });

  it("do not stay for access that was revoked", async () => {
    await grant(at(30 * DAY), at(DAY));
    await remove(now);
    await purgeFiles(at(2 * DAY));
    expect(await kept()).toBe(false);
  });

  it.each(["reserved", "settling", "unknown"] as const)("stay as long as a payment is %s", async (state) => {
    const id = await pay(state);
    await remove(now);
    await purgeFiles(at(300 * DAY));
    expect(await kept()).toBe(true);
    await setState({ id }, "failed");
    await purgeFiles(at(300 * DAY));
    expect(await kept()).toBe(false);
  });

  it("are deleted by the next run when a crash came between the row and the bytes", async () => {
    await remove(now);
    await db().fileVersion.updateMany({ where: { fileId }, data: { bytesGoneAt: at(DAY) } });
    await purgeFiles(at(DAY + MINUTE));
    expect(await kept()).toBe(false);
  });

  it("go although those of another file cannot be deleted", async () => {
    const other = await newFile();
    await remove(now);
    await removeFile(seller.sellerId, other.id, now);
    const path = join(settings().dataDir, "files", key.slice(0, 2), key);
    await rm(path);
    await mkdir(join(path, "in the way"), { recursive: true });
    await purgeFiles(at(DAY));
    expect(await kept(other.key)).toBe(false);
    await rm(dirname(path), { recursive: true });
  });

  it("stay when a payment is reserved while the purge runs", async () => {
    await remove(now);
    // The write lock is taken first by the reservation, then by the purge's own transaction.
    const reserving = db().$transaction(async (tx) => {
      const terms = await tx.terms.findFirstOrThrow({ where: { fileId } });
      await new Promise((resolve) => setImmediate(resolve));
      await addEntitlement(tx, terms, { until: at(30 * DAY), createdAt: now });
    });
    await Promise.all([reserving, purgeFiles(at(DAY))]);
    expect(await kept()).toBe(true);
    expect(await findFile(fileId)).toMatchObject({ version: { bytesGoneAt: null } });
  });
});

describe("the bytes of a file whose storage is paid for", () => {
  const keep = (keptUntil: Date, more: object = {}) =>
    db().file.update({ where: { id: fileId }, data: { keptUntil, keptBytes: 100n, ...more } });

  it("stay until then, whatever its sale does", async () => {
    await keep(at(90 * DAY));
    await purgeFiles(at(61 * DAY));
    expect(await kept()).toBe(true);
    await purgeFiles(at(90 * DAY));
    expect(await kept()).toBe(true);
  });

  it.each([
    ["ended on a date", {}],
    ["had no date", { onSaleUntil: null }],
  ])("go when it has passed, if the sale %s", async (_, dates) => {
    await keep(at(90 * DAY), dates);
    await purgeFiles(at(90 * DAY));
    expect(await kept()).toBe(true);
    await purgeFiles(at(90 * DAY + SECOND));
    expect(await kept()).toBe(false);
    expect(await looksAt()).toBe(false);
  });

  it("stay as long as it is on sale, and 30 days more, also if less was paid for", async () => {
    await keep(at(DAY));
    await purgeFiles(at(60 * DAY));
    expect(await kept()).toBe(true);
    expect((await readInfo(fileId, at(DAY))).storedUntil).toBe(at(60 * DAY).toISOString());
    await purgeFiles(at(60 * DAY + SECOND));
    expect(await kept()).toBe(false);
  });

  it("stay for a buyer with a date beyond it, and not for one without", async () => {
    await keep(at(90 * DAY), { onSaleUntil: null });
    const { id: versionId } = await versionOf(1);
    await addEntitlement(db(), { fileId, versionId }, { until: null, createdAt: now });
    expect((await readInfo(fileId, at(DAY))).storedUntil).toBe(at(90 * DAY).toISOString());
    await grant(at(200 * DAY));
    expect((await readInfo(fileId, at(DAY))).storedUntil).toBe(at(200 * DAY).toISOString());
    await purgeFiles(at(200 * DAY - SECOND));
    expect(await kept()).toBe(true);
    await purgeFiles(at(200 * DAY));
    expect(await kept()).toBe(false);
  });

  it("of one that nobody pays for stay for a buyer without a date", async () => {
    const { id: versionId } = await versionOf(1);
    await addEntitlement(db(), { fileId, versionId }, { until: null, createdAt: now });
    await purgeFiles(at(1_000 * DAY));
    expect(await kept()).toBe(true);
  });

  it("stay while somebody pays for more time", async () => {
    await keep(at(90 * DAY), { onSaleUntil: null });
    const extending = { kind: "file", state: "reserved", size: 100, days: 30, fileId };
    const orderId = await addStoragePurchase(extending, at(90 * DAY));
    await purgeFiles(at(300 * DAY));
    expect(await kept()).toBe(true);
    await db().storagePurchase.update({ where: { orderId }, data: { state: "released" } });
    await purgeFiles(at(300 * DAY));
    expect(await kept()).toBe(false);
  });

  it("go when the seller deletes it, except for buyers: those without a date have them until then", async () => {
    await keep(at(90 * DAY), { onSaleUntil: null });
    const other = await newFile();
    await db().file.update({ where: { id: other.id }, data: { keptUntil: at(90 * DAY) } });
    const { id: versionId } = await versionOf(1);
    await addEntitlement(db(), { fileId, versionId }, { until: null, createdAt: now });
    await remove(now);
    await removeFile(seller.sellerId, other.id, now);
    await purgeFiles(at(DAY));
    expect([await kept(), await kept(other.key)]).toEqual([true, false]);
    await purgeFiles(at(90 * DAY));
    expect(await kept()).toBe(false);
  });

  it("stay while the operator has stopped it", async () => {
    await keep(at(90 * DAY), { onSaleUntil: null, suspendedAt: at(80 * DAY) });
    await purgeFiles(at(300 * DAY));
    expect(await kept()).toBe(true);
  });

  it("stay when it was paid for once more just before they went", async () => {
    await keep(at(90 * DAY), { onSaleUntil: null });
    const paying = db().$transaction(async (tx) => {
      await tx.terms.findFirstOrThrow({ where: { fileId } });
      await new Promise((resolve) => setImmediate(resolve));
      await tx.file.update({ where: { id: fileId }, data: { keptUntil: at(200 * DAY) } });
    });
    await Promise.all([paying, purgeFiles(at(91 * DAY))]);
    expect(await kept()).toBe(true);
    expect(await findFile(fileId)).toMatchObject({ version: { bytesGoneAt: null } });
  });
});

describe("the bytes of a version that was replaced", () => {
  it("go once nobody can need them; those of the new one stay, and so do both hashes", async () => {
    await replace("new-buyers", at(DAY));
    await purgeFiles(at(DAY + HOUR));
    expect(await keptVersion(1)).toBe(true);
    await purgeFiles(at(DAY + HOUR + SECOND));
    expect([await keptVersion(1), await keptVersion(2)]).toEqual([false, true]);
    expect((await versionOf(1)).sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it("stay as long as somebody who bought it may download, also where the new one came with it", async () => {
    await grant(at(30 * DAY));
    await replace("all-buyers", at(DAY));
    await purgeFiles(at(30 * DAY - SECOND));
    expect(await keptVersion(1)).toBe(true);
    await purgeFiles(at(30 * DAY));
    expect(await keptVersion(1)).toBe(false);
  });

  it("stay for earlier buyers whom the seller gave it, until a newer one is given to them", async () => {
    await grant(at(50 * DAY));
    await replace("all-buyers", at(DAY));
    await replace("new-buyers", at(2 * DAY));
    await purgeFiles(at(3 * DAY));
    expect(await keptVersion(2)).toBe(true);
    await replace("all-buyers", at(4 * DAY));
    await purgeFiles(at(5 * DAY));
    expect([await keptVersion(1), await keptVersion(2), await keptVersion(3)]).toEqual([true, false, false]);
    expect(await keptVersion(4)).toBe(true);
  });

  it("stay while a payment for the file is under way", async () => {
    await pay("unknown");
    await replace("new-buyers", at(DAY));
    await purgeFiles(at(20 * DAY));
    expect(await keptVersion(1)).toBe(true);
  });

  it("of an ended sale stay for buyers of an earlier one", async () => {
    await grant(at(90 * DAY));
    await replace("all-buyers", at(DAY));
    await purgeFiles(at(89 * DAY));
    expect([await keptVersion(1), await keptVersion(2)]).toEqual([true, true]);
    await purgeFiles(at(90 * DAY));
    expect([await keptVersion(1), await keptVersion(2)]).toEqual([false, false]);
  });
});
