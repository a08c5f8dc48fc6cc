import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { freshDatabase } from "@/test/database";
import { flushTraffic, startBudget, startFreeBudget, sweepTraffic } from "./download-budget";

const GIB = 1024 ** 3;
const now = new Date();
const later = (ms: number) => new Date(now.getTime() + ms);

let database: Awaited<ReturnType<typeof freshDatabase>>;
let grantId: string;
beforeAll(async () => {
  process.env.RPC_URL_31337 = "http://127.0.0.1:9";
  database = await freshDatabase();
});
beforeEach(() => {
  grantId = newId();
  process.env.DOWNLOADS_PER_DAY = "2";
  resetSettings();
});
afterAll(async () => {
  delete process.env.DOWNLOADS_PER_DAY;
  await database.close();
});

/** What is left of a process that was killed: nothing of its memory. */
const restart = () => forgetPerProcess("traffic");
const refusal = { code: "downloads_spent", status: 429 };

test("a grant downloads its file so often a day, and 1 GiB on top", async () => {
  const budget = await startBudget({ id: grantId, orderId: null }, GIB, now);
  for (let sent = 0; sent < 3; sent += 1) {
    budget.admit();
    expect(budget.count(GIB)).toBe(true);
  }
  expect(() => budget.admit()).toThrow(expect.objectContaining(refusal));
});

test("a running transfer that goes beyond it is ended, and many begun at once do not get around it", async () => {
  const transfers = await Promise.all([1, 2, 3, 4].map(() => startBudget({ id: grantId, orderId: null }, GIB, now)));
  for (const transfer of transfers) transfer.admit();
  const sent = transfers.map((transfer) => [transfer.count(GIB - 1), transfer.count(1)]);
  expect(sent.flat().filter(Boolean).length).toBeLessThanOrEqual(7);
  expect(transfers[0]?.count(1)).toBe(false);
});

test("it renews 24 hours after its first byte, and the refusal says when", async () => {
  const budget = await startBudget({ id: grantId, orderId: null }, 1, now);
  budget.count(2 * GIB);
  const soon = await startBudget({ id: grantId, orderId: null }, 1, later(23 * HOUR));
  const renewsAt = later(DAY).toISOString();
  expect(() => soon.admit()).toThrow(
    expect.objectContaining({ ...refusal, members: { renewsAt }, headers: { "Retry-After": "3600" } }),
  );
  (await startBudget({ id: grantId, orderId: null }, 1, later(DAY))).admit();
});

test("all keys of one payment have one budget", async () => {
  const orderId = newId();
  (await startBudget({ id: newId(), orderId }, 1, now)).count(2 * GIB);
  const another = await startBudget({ id: newId(), orderId }, 1, now);
  expect(() => another.admit()).toThrow(expect.objectContaining(refusal));
});

test("one grant's budget is not another's", async () => {
  (await startBudget({ id: grantId, orderId: null }, 1, now)).count(2 * GIB);
  (await startBudget({ id: newId(), orderId: null }, 1, now)).admit();
});

test("flushed counts survive a restart; others are lost in the buyer's favour", async () => {
  const budget = await startBudget({ id: grantId, orderId: null }, 1, now);
  budget.count(GIB);
  await flushTraffic(now);
  budget.count(GIB);
  restart();
  const afterwards = await startBudget({ id: grantId, orderId: null }, 1, now);
  afterwards.admit();
  afterwards.count(10);
  await flushTraffic(now);
  restart();
  const again = await startBudget({ id: grantId, orderId: null }, 1, later(HOUR));
  expect(() => again.admit()).toThrow(expect.objectContaining(refusal));
  expect(await db().traffic.findUnique({ where: { entitlementId: grantId } })).toMatchObject({
    sent: BigInt(GIB + 10),
    since: now,
  });
});

test("a transfer is counted across flushes, and two concurrent flushes count nothing twice", async () => {
  const budget = await startBudget({ id: grantId, orderId: null }, 1, now);
  for (let round = 0; round < 5; round += 1) {
    budget.count(100);
    await Promise.all([flushTraffic(later(round * MINUTE)), flushTraffic(later(round * MINUTE))]);
  }
  expect(await db().traffic.findUnique({ where: { entitlementId: grantId } })).toMatchObject({ sent: 500n });
  expect(budget.count(GIB)).toBe(true);
  expect(budget.count(1)).toBe(false);
});

test("what another process wrote counts", async () => {
  await (await startBudget({ id: grantId, orderId: null }, 1, now)).count(10);
  await db().traffic.upsert({
    where: { entitlementId: grantId },
    create: { entitlementId: grantId, since: now, sent: BigInt(2 * GIB), handed: 0n },
    update: {},
  });
  const budget = await startBudget({ id: grantId, orderId: null }, 1, now);
  expect(() => budget.admit()).toThrow(expect.objectContaining(refusal));
  await flushTraffic(now);
  expect(await db().traffic.findUnique({ where: { entitlementId: grantId } })).toMatchObject({
    sent: BigInt(2 * GIB + 10),
  });
});

test("what nginx was asked for has a budget of its own: when it is spent, this server sends and counts exactly", async () => {
  const budget = await startBudget({ id: grantId, orderId: null }, GIB, now);
  for (let asked = 0; asked < 3; asked += 1) expect(budget.countHanded(GIB)).toBe(true);
  expect(budget.countHanded(1)).toBe(false);
  budget.admit();
  expect(budget.count(GIB)).toBe(true);
});

test("a day's first download of the whole file always fits, by either way", async () => {
  process.env.DOWNLOADS_PER_DAY = "1";
  resetSettings();
  const budget = await startBudget({ id: grantId, orderId: null }, 5 * GIB, now);
  expect(budget.countHanded(5 * GIB)).toBe(true);
  budget.admit();
  expect(budget.count(5 * GIB)).toBe(true);
});

test("0 means no limit, and nothing is written", async () => {
  process.env.DOWNLOADS_PER_DAY = "0";
  resetSettings();
  const budget = await startBudget({ id: grantId, orderId: null }, 1, now);
  expect([budget.count(100 * GIB), budget.countHanded(100 * GIB)]).toEqual([true, true]);
  budget.admit();
  await flushTraffic(now);
  expect(await db().traffic.findUnique({ where: { entitlementId: grantId } })).toBeNull();
});

test("a free file has one for everybody together, of its own, with words of its own", async () => {
  process.env.FREE_DOWNLOADS_PER_DAY = "3";
  resetSettings();
  const fileId = newId();
  const budgets = await Promise.all([1, 2].map(() => startFreeBudget(fileId, GIB, now)));
  for (const budget of [...budgets, ...budgets]) {
    budget.admit();
    budget.count(GIB);
  }
  const refused = { code: "free_downloads_spent", status: 429, members: { renewsAt: later(DAY).toISOString() } };
  for (const budget of budgets) expect(() => budget.admit()).toThrow(expect.objectContaining(refused));
  expect(budgets[0]?.countHanded(5 * GIB)).toBe(false);
  (await startFreeBudget(newId(), GIB, now)).admit();
  (await startBudget({ id: fileId, orderId: null }, GIB, now)).admit();
  await flushTraffic(now);
  restart();
  const again = await startFreeBudget(fileId, GIB, later(HOUR));
  expect(() => again.admit()).toThrow(expect.objectContaining({ code: "free_downloads_spent" }));
  (await startFreeBudget(fileId, GIB, later(DAY))).admit();
  process.env.FREE_DOWNLOADS_PER_DAY = "0";
  resetSettings();
  (await startFreeBudget(fileId, GIB, later(HOUR))).admit();
  delete process.env.FREE_DOWNLOADS_PER_DAY;
});

test("budgets that have ended are deleted", async () => {
  await (await startBudget({ id: grantId, orderId: null }, 1, now)).count(10);
  await flushTraffic(now);
  await sweepTraffic(later(DAY - 1));
  expect(await db().traffic.count({ where: { entitlementId: grantId } })).toBe(1);
  await sweepTraffic(later(DAY));
  expect(await db().traffic.count({ where: { entitlementId: grantId } })).toBe(0);
});
