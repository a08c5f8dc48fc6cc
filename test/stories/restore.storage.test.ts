import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SeenTransfers } from "@/lib/backup/seen-transfers";
import { verifyShop } from "@/lib/backup/verify";
import { verifyChain } from "@/lib/backup/verify-chain";
import { DAY, HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newSecret } from "@/lib/ids";
import { checkJournal } from "@/lib/journal/check-journal";
import { readJournal } from "@/lib/journal/read-journal";
import { removeFile } from "@/lib/products/files/remove-file";
import { allowFound, listFound } from "@/lib/restore/found/waiting";
import { resetSettings } from "@/lib/settings/settings";
import { shop as products } from "@/lib/shop/shop";
import { readReservedRoom } from "@/lib/uploads/admission/reserved-room";
import { backUp, loseAndRestore, openSafe, type Safe, sayYes } from "@/test/restored-shop";
import { type Answer, openStorageShop, type StorageShop } from "@/test/storage-shop";

/** A shop whose storage is paid for is lost and restored, beside the chain that went on. */

let shop: StorageShop;
let safe: Safe;
beforeEach(async () => {
  safe = openSafe();
  process.env.JOURNAL_DIR = safe.journal;
  shop = await openStorageShop();
  await checkJournal();
  await shop.chain.fund(shop.chain.accounts.stranger.address, 5_000_000n);
});
afterEach(async () => {
  delete process.env.JOURNAL_DIR;
  await shop.close();
  safe.remove();
  resetSettings();
});

const PRICE = 10_000n;
const kinds = ({ found }: Awaited<ReturnType<typeof sayYes>>) => found.map(({ kind }) => kind);
const keptUntil = async (id: string) =>
  (await db().file.findUniqueOrThrow({ where: { id } })).keptUntil?.getTime() ?? null;
async function withoutJournal() {
  delete process.env.JOURNAL_DIR;
  resetSettings();
  return loseAndRestore(safe, { withoutJournal: true });
}

/** A file that is paid for, for 20 days. */
async function keptFile() {
  const { id } = await shop.sell();
  const until = new Date(Date.now() + 20 * DAY);
  await db().file.update({ where: { id }, data: { keptUntil: until, keptBytes: 5_000n } });
  return { id, until: until.getTime() };
}

type Headers = Record<string, string>;

/** Asks, pays and sends the same request again. */
async function paying(ask: (headers?: Headers) => Promise<Answer>, by = shop.chain.accounts.buyer) {
  const { headers } = await shop.pay(await ask(), by);
  return { headers, answer: await ask(headers) };
}

const extend = (id: string, days: number, key: Headers = {}) => {
  return (headers: Headers = {}) => shop.extend(id, days, { ...key, ...headers });
};
const room = (name: string, key: Headers = {}) => {
  return (headers: Headers = {}) => shop.create({ size: 4_000, days: 60, name }, { ...key, ...headers });
};

describe("with the journal", () => {
  it("files and the time that was paid for them are there, and what a stranger paid since counts with the yes", async () => {
    const { stranger } = shop.chain.accounts;
    const { id, until } = await keptFile();
    expect((await paying(extend(id, 30), stranger)).answer.status).toBe(200);
    await backUp(safe);
    expect((await paying(extend(id, 40), stranger)).answer.status).toBe(200);
    expect((await paying(extend(id, 40, { "idempotency-key": "again" }), stranger)).answer.status).toBe(200);
    const paid = await shop.earned();
    expect((await loseAndRestore(safe)).replayed).toMatchObject({ "storage-accepted": 2 });
    expect(await keptUntil(id)).toBe(until + 30 * DAY);
    const comparison = await sayYes();
    expect(comparison.obstacles).toEqual([]);
    expect(kinds(comparison)).toEqual(["storage", "storage"]);
    expect(await keptUntil(id)).toBe(until + 110 * DAY);
    // Looking again adds nothing, and the same request is not charged again.
    expect(kinds(await sayYes())).toEqual([]);
    expect((await paying(extend(id, 40), stranger)).answer).toMatchObject({ status: 200 });
    expect(await keptUntil(id)).toBe(until + 110 * DAY);
    expect(await shop.earned()).toBe(paid);
    expect(await db().order.count({ where: { productKind: "storage", state: "paid" } })).toBe(3);
  });

  it("an upload that was paid for since opens to its payer's signature, and nobody else's", async () => {
    await backUp(safe);
    const { headers, answer } = await paying(room("since.bin"));
    expect(answer.status).toBe(201);
    const paid = await shop.earned();
    await loseAndRestore(safe);
    expect(kinds(await sayYes())).toEqual(["sale"]);
    expect(await shop.create({ size: 4_000, days: 60, name: "since.bin" }, headers)).toMatchObject({ status: 409 });
    expect(await db().upload.count()).toBe(0);
    const { answer: again } = await paying(room("since.bin"));
    expect(again).toMatchObject({ status: 201, token: expect.any(String) });
    expect(await shop.earned()).toBe(paid);
    const bytes = randomBytes(4_000);
    expect(await shop.send(again.uploadId ?? "", again.token ?? "", bytes)).toMatchObject({ status: 204 });
    const of = { where: { id: again.uploadId ?? "" } };
    await expect.poll(() => db().upload.findUnique(of)).toMatchObject({ state: "finished", paidDays: 60 });
    expect((await paying(room("since.bin"), shop.chain.accounts.stranger)).answer.status).toBe(201);
    expect(await shop.earned()).toBe(paid + PRICE);
  });

  it("room of before the backup stays, and its bytes can be sent again from the first one", async () => {
    const token = newSecret();
    const { answer } = await paying((headers) => room("begun.bin")({ "upload-token": token, ...headers }));
    const id = answer.uploadId ?? "";
    const bytes = randomBytes(4_000);
    await shop.send(id, token, bytes.subarray(0, 1_000));
    await db().upload.update({ where: { id }, data: { createdAt: new Date(Date.now() - 6 * DAY) } });
    await backUp(safe);
    await loseAndRestore(safe);
    await sayYes();
    expect(await db().upload.findUnique({ where: { id } })).toMatchObject({ state: "receiving", paidDays: 60 });
    expect((await shop.send(id, token, bytes.subarray(1_000), 1_000)).status).toBe(409);
    expect(await shop.send(id, token, bytes)).toMatchObject({ status: 204 });
  });

  it("a paid upload that is whole is in the backup with its bytes, and days that were paid for since are added", async () => {
    const token = newSecret();
    const { answer } = await paying((headers) => room("whole.bin")({ "upload-token": token, ...headers }));
    const id = answer.uploadId ?? "";
    await shop.send(id, token, randomBytes(4_000));
    await expect.poll(() => db().upload.findUnique({ where: { id } })).toMatchObject({ state: "finished" });
    await backUp(safe);
    const more = await paying((headers) => shop.keep(id, token, { days: 15 }, headers));
    expect(more.answer.status).toBe(200);
    expect(await loseAndRestore(safe)).toMatchObject({ files: 1 });
    expect(kinds(await sayYes())).toEqual(["storage"]);
    expect(await db().upload.findUnique({ where: { id } })).toMatchObject({ state: "finished", paidDays: 75 });
    const seen = new SeenTransfers(new Date(Date.now() - HOUR));
    const { findings } = await verifyShop({ full: true, progress() {}, visit: (table, row) => seen.see(table, row) });
    expect(findings).toEqual([]);
    expect(await verifyChain(products, seen, new Date())).toMatchObject({ shown: 2, unknown: [], findings: [] });
  });

  it("what was paid for a file that is not there is owed, and listed", async () => {
    const { id: removed } = await keptFile();
    await backUp(safe);
    const { id: since } = await keptFile();
    for (const id of [removed, since]) expect((await paying(extend(id, 30))).answer.status).toBe(200);
    await removeFile(shop.sellerId, removed, new Date());
    await loseAndRestore(safe);
    const comparison = await sayYes();
    expect(kinds(comparison)).toEqual(["owed", "owed"]);
    const owed = await db().storagePurchase.findMany({ where: { owedMicroUsd: PRICE } });
    expect(owed.map(({ fileId }) => fileId).sort()).toEqual([removed, since].sort());
    expect(await db().order.count({ where: { refundDueAt: { not: null }, state: "paid" } })).toBe(2);
    expect(kinds(await sayYes())).toEqual([]);
  });

  it("it has each offer before its payment is sent; where it cannot be written nothing is charged or kept", async () => {
    const before = await shop.earned();
    expect((await paying(room("noted.bin"))).answer.status).toBe(201);
    const lines = async () => (await readJournal(safe.journal)).lines.map(({ entry }) => entry);
    expect(await lines()).toMatchObject([{ kind: "storage-accepted", of: "upload", size: "4000", name: "noted.bin" }]);
    const { headers } = await shop.pay(await room("lost.bin")());
    process.env.JOURNAL_DIR = "/dev/null/journal";
    resetSettings();
    expect(await room("lost.bin")(headers)).toMatchObject({ status: 503, code: "server_busy", challenge: null });
    expect(await readReservedRoom(db())).toBe(0n);
    expect(await db().transfer.count({ where: { state: { in: ["reserved", "settling", "unknown"] } } })).toBe(0);
    process.env.JOURNAL_DIR = safe.journal;
    resetSettings();
    expect(await room("lost.bin")(headers)).toMatchObject({ status: 201 });
    expect(await shop.earned()).toBe(before + 2n * PRICE);
    expect(readdirSync(safe.journal).filter((name) => name.endsWith(".ndjson"))).toHaveLength(1);
  });
});

describe("without the journal", () => {
  it("what was paid since is listed, and counts once its payer has shown the offer again and signed", async () => {
    const { stranger } = shop.chain.accounts;
    const { id, until } = await keptFile();
    await backUp(safe);
    const more = await paying(extend(id, 30), stranger);
    const made = await paying(room("since.bin"));
    expect([more.answer.status, made.answer.status]).toEqual([200, 201]);
    const paid = await shop.earned();
    await withoutJournal();
    expect(kinds(await sayYes())).toEqual(["unexplained", "unexplained"]);
    expect(await keptUntil(id)).toBe(until);
    for (const [ask, { headers }, by] of [
      [extend(id, 30), more, stranger],
      [room("since.bin"), made, shop.chain.accounts.buyer],
    ] as const) {
      const shown = await ask(headers);
      expect(shown).toMatchObject({ status: 409, code: "payment_known", challenge: null });
      expect(shown.body.detail).toContain("new signature");
      expect([200, 201]).toContain((await paying(ask, by)).answer.status);
    }
    expect(await keptUntil(id)).toBe(until + 30 * DAY);
    expect(await db().upload.findMany()).toMatchObject([{ name: "since.bin", paidDays: 60, state: "receiving" }]);
    expect(await shop.earned()).toBe(paid);
    // Once: the same again is the same.
    expect((await paying(extend(id, 30), stranger)).answer.status).toBe(200);
    expect(await keptUntil(id)).toBe(until + 30 * DAY);
  });

  it("a stranger who shows somebody's payment again gets nothing of it", async () => {
    await backUp(safe);
    const { headers } = await paying(room("theirs.bin"));
    await withoutJournal();
    await sayYes();
    expect(await room("theirs.bin")(headers)).toMatchObject({ status: 409, token: null });
    expect(await listFound()).toMatchObject([{ title: "Storage: room for an upload of 4000 bytes for 60 days" }]);
    expect((await paying(room("theirs.bin"), shop.chain.accounts.stranger)).answer.status).toBe(201);
    expect(await listFound()).toHaveLength(1);
    expect(await allowFound((await listFound())[0]?.id ?? "", new Date())).toBe(false);
  });

  it("tokens of room that was paid for have ended, as recovery links have; its payer's signature makes another", async () => {
    const token = newSecret();
    const { answer } = await paying((headers) => room("begun.bin")({ "upload-token": token, ...headers }));
    const id = answer.uploadId ?? "";
    await backUp(safe);
    await withoutJournal();
    await sayYes();
    expect(await shop.send(id, token, randomBytes(4_000))).toMatchObject({ status: 404 });
    const { answer: again } = await paying(room("begun.bin"));
    expect(again).toMatchObject({ status: 201, uploadId: id });
    expect(await shop.send(id, again.token ?? "", randomBytes(4_000))).toMatchObject({ status: 204 });
  });
});
