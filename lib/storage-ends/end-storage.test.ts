import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { type Line, lineSchema } from "@/lib/journal/entries";
import { readMostDays } from "@/lib/products/storage/most-days";
import { storageProduct } from "@/lib/products/storage/storage-product";
import { STORAGE } from "@/lib/products/storage/storage-ref";
import { replayJournal } from "@/lib/restore/replay/replay-journal";
import { resetSettings } from "@/lib/settings/settings";
import { storage } from "@/lib/storage/storage";
import { openShop, type Shop } from "@/test/shop";
import { type StorageRow, storagePayment } from "@/test/storage-rows";
import { endStorage, recordLoss } from "./end-storage";
import { mayEndStorage } from "./schema";

let shop: Shop;
const folder = mkdtempSync(join(tmpdir(), "filekiosk-journal-"));
beforeAll(async () => {
  process.env.JOURNAL_DIR = folder;
  Object.assign(process.env, { STORAGE_PRICE: "1", STORAGE_PAY_TO: `0x${"71".repeat(20)}`, STORAGE_MAX_DAYS: "1000" });
  shop = await openShop();
});
afterAll(async () => {
  for (const name of ["JOURNAL_DIR", "STORAGE_PRICE", "STORAGE_PAY_TO", "STORAGE_MAX_DAYS"]) delete process.env[name];
  resetSettings();
  await shop?.close();
});

const by = { kind: "command-line" } as const;
const now = new Date();
const inDays = (days: number) => new Date(now.getTime() + days * DAY);

/** A file whose storage is paid for, until in so many days. */
async function keptFile(keptUntil: Date, downloadDays = 30) {
  const { id } = await shop.sell({ downloadDays });
  await db().file.update({ where: { id }, data: { keptUntil, keptBytes: 5_000n } });
  const pay = (row: Partial<StorageRow> = {}) => {
    const { buyer, stranger } = shop.chain.accounts;
    return storagePayment({ fileId: id, payer: buyer.address, payee: stranger.address, ...row });
  };
  return { id, pay };
}

const owedOf = async (orderId: string) => {
  const { owedMicroUsd, unusedDays } = await db().storagePurchase.findUniqueOrThrow({ where: { orderId } });
  const { refundDueAt } = await db().order.findUniqueOrThrow({ where: { id: orderId } });
  return { owedMicroUsd, unusedDays, isDue: refundDueAt !== null };
};
const readFile = (id: string) => db().file.findUniqueOrThrow({ where: { id } });

function journal(): Line[] {
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  return texts
    .join("")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

describe("storage that the operator ends", () => {
  it("owes the unused days of the last payments first, and moves the date", async () => {
    const { id, pay } = await keptFile(inDays(90));
    const [first, last] = [
      await pay({ days: 60, microUsd: 600_000n, at: inDays(-10) }),
      await pay({ days: 30, microUsd: 100_001n, at: inDays(-1) }),
    ];
    const end = inDays(40);
    expect(await endStorage(id, { endsAt: end }, by, now)).toEqual({
      endsAt: end.toISOString(),
      payments: 2,
      owed: "0.300001",
    });
    expect(await owedOf(last)).toEqual({ owedMicroUsd: 100_001n, unusedDays: 30, isDue: true });
    expect(await owedOf(first)).toEqual({ owedMicroUsd: 200_000n, unusedDays: 20, isDue: true });
    expect(await readFile(id)).toMatchObject({ keptUntil: end, storageEndsAt: end, removedAt: null });
    const [line] = await db().auditEntry.findMany({ where: { act: "storage-ended", subjectId: id } });
    expect(JSON.parse(line?.detail ?? "")).toMatchObject({ why: "ended", payments: 2, owed: "0.300001" });
  });

  it("ends at the earliest in 30 days, by default exactly then; sooner than that is refused, and so is what nobody paid for", async () => {
    const { id, pay } = await keptFile(inDays(60));
    await pay({ days: 60 });
    await expect(endStorage(id, { endsAt: inDays(29) }, by, now)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await readFile(id)).toMatchObject({ storageEndsAt: null });
    await endStorage(id, {}, by, now);
    expect(await readFile(id)).toMatchObject({ keptUntil: inDays(30) });
    await expect(endStorage(id, { endsAt: inDays(31) }, by, now)).rejects.toMatchObject({ code: "invalid_input" });
    const { id: free } = await shop.sell();
    await expect(endStorage(free, {}, by, now)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(endStorage("nothing", {}, by, now)).rejects.toMatchObject({ code: "file_not_found" });
  });

  it("that ends sooner than was told first owes the rest of the days, never more than was paid", async () => {
    const { id, pay } = await keptFile(inDays(90));
    const order = await pay({ days: 90, microUsd: 90n });
    await endStorage(id, { endsAt: inDays(60) }, by, now);
    await endStorage(id, { endsAt: inDays(45) }, by, now);
    expect(await owedOf(order)).toMatchObject({ owedMicroUsd: 45n, unusedDays: 45 });
    expect(await readFile(id)).toMatchObject({ keptUntil: inDays(45), storageEndsAt: inDays(45) });
  });

  it("is offered while somebody has paid, and still where it could end sooner", async () => {
    const file = (keptUntil: Date | null, storageEndsAt: Date | null = null) => ({ keptUntil, storageEndsAt });
    expect(mayEndStorage(file(inDays(1)), now)).toBe(true);
    expect(mayEndStorage(file(inDays(60), inDays(60)), now)).toBe(true);
    expect(mayEndStorage(file(inDays(30), inDays(30)), now)).toBe(false);
    expect(mayEndStorage(file(inDays(-1)), now)).toBe(false);
    expect(mayEndStorage(file(null), now)).toBe(false);
  });

  it("sells nothing that its last buyer could not download as long as promised", async () => {
    const { id, pay } = await keptFile(inDays(90), 10);
    await pay();
    await db().file.update({ where: { id }, data: { onSaleUntil: inDays(80) } });
    await endStorage(id, { endsAt: inDays(40) }, by, now);
    expect(await readFile(id)).toMatchObject({ onSaleUntil: inDays(30) });
    const { id: short, pay: payShort } = await keptFile(inDays(90), 60);
    await payShort();
    await endStorage(short, { endsAt: inDays(40) }, by, now);
    expect((await readFile(short)).onSaleUntil).toEqual(now);
  });

  it("gives up a payment on its way that is not signed, and owes all of one that arrives nevertheless", async () => {
    const { id, pay } = await keptFile(inDays(90));
    await pay({ days: 90, microUsd: 90n });
    const [unsigned, arrives] = [await pay({ state: "reserved" }), await pay({ state: "reserved", microUsd: 70n })];
    await db().transfer.update({ where: { id: arrives }, data: { facilitator: "https://facilitator.example" } });
    await endStorage(id, {}, by, now);
    expect(await db().transfer.findUnique({ where: { id: unsigned } })).toMatchObject({ state: "failed" });
    expect(await db().storagePurchase.findUnique({ where: { orderId: unsigned } })).toMatchObject({
      state: "released",
    });
    expect(await db().transfer.findUnique({ where: { id: arrives } })).toMatchObject({ state: "settling" });
    const order = await db().order.update({ where: { id: arrives }, data: { state: "paid" } });
    expect(order.productKind).toBe(STORAGE);
    await db().$transaction((tx) => storageProduct.onSettled(tx, order, { opensBySecret: true, now }));
    expect(await owedOf(arrives)).toEqual({ owedMicroUsd: 70n, unusedDays: 30, isDue: true });
    expect(await readFile(id)).toMatchObject({ keptUntil: inDays(30) });
    // Its days were never among those of the file.
    await recordLoss({ kind: "file", id }, by, now).catch(() => {});
    expect(await owedOf(arrives)).toMatchObject({ owedMicroUsd: 70n });
  });

  it("can be paid for by nobody beyond that, and up to that by anybody", async () => {
    const { id, pay } = await keptFile(inDays(40));
    await pay();
    const most = () => readMostDays(db(), id, inDays(40), now);
    expect(await most()).toBe(960);
    await endStorage(id, { endsAt: inDays(50) }, by, now);
    expect(await readFile(id)).toMatchObject({ keptUntil: inDays(40), storageEndsAt: inDays(50) });
    expect(await most()).toBe(10);
  });

  it("is told once to the seller and to those who paid", async () => {
    const { id, pay } = await keptFile(inDays(90));
    await pay();
    await endStorage(id, {}, by, now);
    const notices = await db().notice.findMany({ where: { kind: "storage-ended", subjectId: id } });
    expect(notices.map(({ detail }) => detail)).toEqual([`ended ${inDays(30).toISOString()}`]);
  });
});

describe("bytes that are lost", () => {
  it("are owed from now on; the sale ends for good, and what is whole stays for its buyers", async () => {
    const { id, pay } = await keptFile(inDays(60));
    const order = await pay({ days: 60, microUsd: 600n });
    await shop.replace(id, "new-buyers");
    const versions = await db().fileVersion.findMany({ where: { fileId: id }, orderBy: { number: "asc" } });
    await storage().remove(versions[1]?.storageKey ?? "");
    expect(await recordLoss({ kind: "file", id }, by, now)).toMatchObject({ owed: "0.0006", payments: 1 });
    expect(await owedOf(order)).toEqual({ owedMicroUsd: 600n, unusedDays: 60, isDue: true });
    expect(await readFile(id)).toMatchObject({ removedAt: now, keptUntil: now, bytesGone: false });
    const after = await db().fileVersion.findMany({ where: { fileId: id }, orderBy: { number: "asc" } });
    expect(after.map(({ bytesGoneAt }) => bytesGoneAt)).toEqual([null, now]);
  });

  it("delete nothing that is here: a session alone, or a mistake, takes no bytes from anybody", async () => {
    const { id, pay } = await keptFile(inDays(60));
    const order = await pay();
    await expect(recordLoss({ kind: "file", id }, by, now)).rejects.toMatchObject({ code: "invalid_input" });
    expect(await readFile(id)).toMatchObject({ removedAt: null, storageEndsAt: null });
    expect(await owedOf(order)).toMatchObject({ owedMicroUsd: null, isDue: false });
  });

  it("of an upload that nobody has put on sale: the days since its last byte are used", async () => {
    const uploadId = newId();
    const row = { id: uploadId, tokenHash: uploadId, ipPrefix: "", name: "a", mediaType: "a/b", storageKey: uploadId };
    const times = { createdAt: inDays(-12), finishedAt: inDays(-10.5) };
    await db().upload.create({ data: { ...row, size: 1n, state: "finished", paidDays: 60, ...times } });
    const { buyer, stranger } = shop.chain.accounts;
    const order = await storagePayment({
      uploadId,
      payer: buyer.address,
      payee: stranger.address,
      days: 60,
      microUsd: 60n,
    });
    await recordLoss({ kind: "upload", id: uploadId }, by, now);
    expect(await owedOf(order)).toEqual({ owedMicroUsd: 50n, unusedDays: 50, isDue: true });
    expect(await db().upload.findUnique({ where: { id: uploadId } })).toMatchObject({ state: "discarded" });
    await expect(recordLoss({ kind: "upload", id: uploadId }, by, now)).rejects.toMatchObject({
      code: "upload_not_found",
    });
  });
});

it("a restore repeats it, once, with what is owed", async () => {
  const { id, pay } = await keptFile(inDays(90));
  const order = await pay({ days: 90, microUsd: 90n });
  await endStorage(id, { endsAt: inDays(45) }, by, now);
  const lines = journal().filter(({ entry }) => entry.kind === "storage-ended" && entry.on.id === id);
  expect(lines).toHaveLength(1);
  const replay = () => db().$transaction((tx) => replayJournal(tx, lines, new Date()));
  expect(await replay()).toEqual({});
  // As the backup has it.
  await db().file.update({ where: { id }, data: { keptUntil: inDays(90), storageEndsAt: null } });
  await db().storagePurchase.update({ where: { orderId: order }, data: { owedMicroUsd: null, unusedDays: null } });
  await db().order.update({ where: { id: order }, data: { refundDueAt: null } });
  expect(await replay()).toEqual({ "storage-ended": 1 });
  expect(await owedOf(order)).toEqual({ owedMicroUsd: 45n, unusedDays: 45, isDue: true });
  expect(await readFile(id)).toMatchObject({ keptUntil: inDays(45), storageEndsAt: inDays(45) });
  expect(await replay()).toEqual({});
});
