import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { closeDb, db } from "@/lib/db/client";
import { newId, newSecret } from "@/lib/ids";
import { checkJournal } from "@/lib/journal/check-journal";
import { releaseLeases } from "@/lib/payment-methods/evm/gas/lease";
import { forgetPerProcess } from "@/lib/process";
import { readReservedRoom } from "@/lib/uploads/admission/reserved-room";
import { reconcilePayments, tendGasTransactions } from "@/test/core";
import { type Mortal, makeMortal } from "@/test/crash";
import { openStorageShop, type StorageShop } from "@/test/storage-shop";

/** The process dies once at each step of a purchase of storage: one charge, and one upload or one extension. */

let shop: StorageShop;
let mortal: Mortal;
const journal = mkdtempSync(join(tmpdir(), "filekiosk-journal-"));
beforeAll(async () => {
  process.env.JOURNAL_DIR = journal;
  shop = await openStorageShop({ SETTLEMENTS_PER_PAYER_PER_DAY: "0" });
  await checkJournal();
  mortal = await makeMortal();
});
afterEach(() => mortal.revive());
afterAll(async () => {
  mortal.restore();
  delete process.env.JOURNAL_DIR;
  await shop?.close();
  rmSync(journal, { recursive: true, force: true });
});

const PRICE = 10_000n;

/** What the next process starts with: only the database. */
async function restart() {
  mortal.revive();
  await closeDb();
  for (const key of ["process-name", "gas-leases", "facilitator", "payments-heartbeat", `journal:${journal}`])
    forgetPerProcess(key);
}

/** What the jobs do, once the heartbeat of the dead process is old. */
async function recover() {
  await releaseLeases();
  const later = new Date(Date.now() + 10 * MINUTE);
  await tendGasTransactions(later);
  for (let run = 0; run < 3; run += 1) await reconcilePayments(later);
}

/** Dies before each step in turn, until a life is long enough. @param once the whole purchase, and what it must have led to */
async function dieEverywhere(once: (live: () => void) => Promise<void>): Promise<number> {
  for (let deaths = 0; ; deaths += 1) {
    await once(() => mortal.live(deaths));
    expect({ deaths, room: await readReservedRoom(db()) }).toEqual({ deaths, room: 0n });
    if (!died) return deaths;
  }
}

let died = false;
async function survive<T>(work: Promise<T>): Promise<T | null> {
  const done = await work.catch(() => null);
  died = mortal.isDead();
  await restart();
  await recover();
  return died ? null : done;
}

it.each([
  ["the token is chosen by the client", newSecret],
  ["the token is the server's", () => null],
])("room for an upload: %s", { timeout: 300_000 }, async (_, newToken) => {
  const deaths = await dieEverywhere(async (live) => {
    const [before, token, of] = [await shop.earned(), newToken(), { size: 3_000, days: 30, name: newId() }];
    const chosen: Record<string, string> = token ? { "upload-token": token } : {};
    const { headers } = await shop.pay(await shop.create(of));
    live();
    const made = await survive(shop.create(of, { ...chosen, ...headers }));
    if (made) expect(made.status).toBe(201);
    const again = await shop.create(of, { ...chosen, ...(await shop.pay(await shop.create(of))).headers });
    expect(again).toMatchObject({ status: 201, token: expect.any(String) });
    const uploads = await db().upload.findMany({ where: { name: of.name } });
    expect(uploads).toMatchObject([{ id: again.uploadId, paidDays: 30, state: "receiving" }]);
    expect(await shop.earned()).toBe(before + PRICE);
    const paid = { state: "paid", uploadId: again.uploadId };
    expect(await db().storagePurchase.count({ where: paid })).toBe(1);
    // So that slots of paid uploads do not run out.
    await db().upload.delete({ where: { id: again.uploadId ?? "" } });
  });
  expect(deaths).toBeGreaterThan(15);
});

it("more time for a file", { timeout: 300_000 }, async () => {
  const deaths = await dieEverywhere(async (live) => {
    const [before, { id }] = [await shop.earned(), await shop.sell()];
    const keptUntil = new Date(Date.now() + 20 * DAY);
    await db().file.update({ where: { id }, data: { keptUntil, keptBytes: 5_000n } });
    const { headers } = await shop.pay(await shop.extend(id, 30));
    live();
    const given = await survive(shop.extend(id, 30, headers));
    if (given) expect(given.status).toBe(200);
    expect(await shop.extend(id, 30, (await shop.pay(await shop.extend(id, 30))).headers)).toMatchObject({
      status: 200,
    });
    const file = await db().file.findUniqueOrThrow({ where: { id } });
    expect(file.keptUntil?.getTime()).toBe(keptUntil.getTime() + 30 * DAY);
    expect(await shop.earned()).toBe(before + PRICE);
  });
  expect(deaths).toBeGreaterThan(15);
});
