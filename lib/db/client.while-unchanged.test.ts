import { afterEach, beforeEach, expect, test } from "vitest";
import { freshDatabase } from "@/test/database";
import { deferred } from "@/test/deferred";
import { startProcess } from "@/test/spawn";
import { closeDb, db, type Tx, whileUnchanged } from "./client";
import { prepared } from "./prepared";

const row = (id: string) => ({ data: { id, purpose: "test", expiresAt: new Date("2026-01-01T00:00:00Z") } });

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
let reads = 0;
beforeEach(async () => {
  fresh = await freshDatabase();
  reads = 0;
});
afterEach(() => fresh.close());

const countRows = () =>
  whileUnchanged("rows", () => {
    reads += 1;
    return db().usedNonce.count();
  });

test("results are cached, each query by itself", async () => {
  await countRows();
  await db().usedNonce.count();
  expect([await countRows(), await countRows()]).toEqual([0, 0]);
  const before = reads;
  await countRows();
  expect(reads).toBe(before);
  expect(await whileUnchanged("other", async () => "else")).toBe("else");
});

test("a change of any table is seen by the next question", async () => {
  await countRows();
  for (let rows = 1; rows <= 3; rows += 1) {
    await db().usedNonce.create(row(String(rows)));
    expect(await countRows()).toBe(rows);
  }
  await db().usedNonce.deleteMany();
  expect(await countRows()).toBe(0);
});

test("what another process committed is seen by the next question", async () => {
  await countRows();
  const other = startProcess("hold-lock.ts", fresh.url.replace("file:", ""));
  expect(await other.line()).toBe("locked");
  expect(await countRows()).toBe(0);
  other.tell("commit");
  await other.end();
  expect(await countRows()).toBe(1);
});

test.each([
  ["committed", 1],
  ["rolled back", 0],
] as const)("what a transaction has not %s yet is seen by nobody", async (outcome, rows) => {
  await countRows();
  const inside = deferred();
  const gate = deferred();
  const transaction = db()
    .$transaction(async (tx: Tx) => {
      await tx.usedNonce.create(row("new"));
      inside.resolve();
      await gate.promise;
      if (outcome === "rolled back") throw new Error("on purpose");
    })
    .catch(() => {});
  await inside.promise;
  // Asked while the row is there for the transaction alone.
  const asked = countRows();
  gate.resolve();
  await transaction;
  expect([await asked, await countRows()]).toEqual([rows, rows]);
});

test("a change while the answer is being read is not missed", async () => {
  await countRows();
  await db().usedNonce.create(row("first"));
  const slow = whileUnchanged("slow", async () => {
    const count = await db().usedNonce.count();
    await db().usedNonce.create(row("second"));
    return count;
  });
  expect(await slow).toBe(1);
  expect(await whileUnchanged("slow", () => db().usedNonce.count())).toBe(2);
});

test("questions asked at once during a change all see it, whichever gets its answer first", async () => {
  await countRows();
  const asked = Array.from({ length: 20 }, (_, at) =>
    at === 10 ? db().usedNonce.create(row("one")).then(countRows) : countRows(),
  );
  const counts = await Promise.all(asked);
  expect(counts[10]).toBe(1);
  expect(await countRows()).toBe(1);
});

test("a failure is not kept", async () => {
  await countRows();
  await expect(whileUnchanged("broken", () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await whileUnchanged("broken", async () => "mended")).toBe("mended");
});

test("nothing is kept of a database that was closed", async () => {
  await db().usedNonce.create(row("one"));
  await countRows();
  await closeDb();
  const before = reads;
  await countRows();
  expect(reads).toBe(before + 1);
});

test("what prepared statements write is seen too, but for the tables of sales", async () => {
  await countRows();
  await prepared(db()).usedNonce.create(row("1").data);
  expect(await countRows()).toBe(1);
  const before = reads;
  await prepared(db()).heartbeat.create({ id: "p", seenAt: new Date() });
  await db().$transaction(async (tx) => {
    await prepared(tx).heartbeat.updateMany({ id: "p" }, { seenAt: new Date(0) });
  });
  await countRows();
  expect(reads).toBe(before);
  await db().$transaction(async (tx) => {
    await prepared(tx).heartbeat.updateMany({ id: "p" }, { seenAt: new Date() });
    await tx.usedNonce.create(row("2"));
  });
  expect(await countRows()).toBe(2);
});
