import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { freshDatabase } from "@/test/database";
import { deferred } from "@/test/deferred";
import { increment } from "@/test/increment";
import { startProcess } from "@/test/spawn";
import { type Db, db, openDatabase, type Tx } from "./client";

const now = new Date("2026-01-01T00:00:00Z");
const row = (id: string) => ({ data: { id, purpose: "test", expiresAt: now } });

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

/** Opens a transaction and leaves it open until told. */
async function openTransaction(database: Db, work: (tx: Tx) => Promise<unknown>) {
  const inside = deferred<void>();
  const outcome = deferred<"commit" | "rollback">();
  const done = database
    .$transaction(async (tx) => {
      await work(tx);
      inside.resolve();
      if ((await outcome.promise) === "rollback") throw new Error("rolled back on purpose");
    })
    .then(
      () => "committed",
      () => "rolled back",
    );
  await inside.promise;
  return {
    end: (how: "commit" | "rollback") => {
      outcome.resolve(how);
      return done;
    },
  };
}

async function ids(database: Db): Promise<string[]> {
  return (await database.usedNonce.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id);
}

describe("two requests of one process", () => {
  test("a write is not part of another request's transaction and outlives its rollback", async () => {
    const first = await openTransaction(db(), (tx) => tx.usedNonce.create(row("first")));
    // `then` starts it: Prisma's promises are lazy.
    const second = db().usedNonce.create(row("second")).then();
    expect(await first.end("rollback")).toBe("rolled back");
    await second;
    expect(await ids(db())).toEqual(["second"]);
  });

  test("a read outside never sees what a transaction has not committed", async () => {
    const first = await openTransaction(db(), (tx) => tx.usedNonce.create(row("first")));
    const outside = ids(db());
    await first.end("rollback");
    expect(await outside).toEqual([]);
  });

  test("two transactions never mix, whatever each does", async () => {
    const first = await openTransaction(db(), (tx) => tx.usedNonce.create(row("first")));
    const second = db().$transaction([db().usedNonce.create(row("second")), db().usedNonce.create(row("third"))]);
    await first.end("rollback");
    await second;
    expect(await ids(db())).toEqual(["second", "third"]);
  });

  test("a hundred read-then-write transactions at once lose no update", async () => {
    await db().seller.create({ data: { id: "c", address: "0x1", payTo: "0x1", name: "0", createdAt: now } });
    await Promise.all(Array.from({ length: 100 }, () => increment(db(), "c")));
    expect((await db().seller.findUniqueOrThrow({ where: { id: "c" } })).name).toBe("100");
  });
});

describe("a transaction that goes wrong", () => {
  test("one that takes too long is rolled back and lets the next one in", async () => {
    const inside = deferred();
    const never = deferred();
    const slow = db().$transaction(
      async (tx) => {
        await tx.usedNonce.create(row("slow"));
        inside.resolve();
        await never.promise;
      },
      { timeout: 50 },
    );
    await inside.promise;
    await db().usedNonce.create(row("next"));
    never.resolve();
    await expect(slow).rejects.toMatchObject({ code: "P2028" });
    expect(await ids(db())).toEqual(["next"]);
  });

  test("after SQLite ended it by itself nothing more is written, not even alone", async () => {
    const broken = db().$transaction(async (tx) => {
      await tx.usedNonce.create(row("before"));
      // What SQLite does by itself when the disk is full.
      await tx.$executeRawUnsafe("ROLLBACK");
      await tx.usedNonce.create(row("after"));
    });
    await expect(broken).rejects.toThrow();
    await db().usedNonce.create(row("next"));
    expect(await ids(db())).toEqual(["next"]);
  });

  test("a commit that is refused leaves nothing behind and frees the connection", async () => {
    const refused = db().$transaction(async (tx) => {
      await tx.$executeRawUnsafe("PRAGMA defer_foreign_keys=ON");
      await tx.terms.create({
        data: {
          id: "t",
          fileId: "no such file",
          versionId: "none",
          priceMicroUsd: 1n,
          payTo: "0x1",
          downloadDays: 1,
          from: now,
        },
      });
    });
    await expect(refused).rejects.toThrow("ForeignKeyConstraintViolation");
    await db().usedNonce.create(row("next"));
    expect(await db().terms.count()).toBe(0);
  });
});

describe("two processes on one file", () => {
  test("a write waits for the other process without blocking the event loop", async () => {
    const other = startProcess("hold-lock.ts", fresh.url.slice("file:".length));
    expect(await other.line()).toBe("locked");
    let written = false;
    const ours = db()
      .usedNonce.create(row("ours"))
      .then(() => {
        written = true;
      });
    let longest = 0;
    for (let turns = 0, last = performance.now(); turns < 2_000; turns += 1) {
      await turn();
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }
    expect(written).toBe(false);
    // A blocked loop would not turn at all before SQLite's time-out of seconds.
    expect(longest).toBeLessThan(1_000);
    other.tell("go");
    await Promise.all([ours, other.end()]);
    expect(await ids(db())).toEqual(["ours", "theirs"]);
  });

  test("both write at once and lose no update", async () => {
    await db().seller.create({ data: { id: "c", address: "0x1", payTo: "0x1", name: "0", createdAt: now } });
    const other = startProcess("increment.ts", fresh.url, "c", "100");
    expect(await other.line()).toBe("ready");
    other.tell("go");
    for (let round = 0; round < 100; round += 1) await increment(db(), "c");
    await other.end();
    expect((await db().seller.findUniqueOrThrow({ where: { id: "c" } })).name).toBe("200");
  });
});

describe("every connection", () => {
  test("keeps commits through a power cut, enforces foreign keys and never blocks on a busy file", async () => {
    const another = await openDatabase(fresh.url);
    for (const connection of [db(), another]) {
      const pragma = async (name: string) =>
        Object.values(((await connection.$queryRawUnsafe(`PRAGMA ${name}`)) as Record<string, unknown>[])[0] ?? {})[0];
      expect(await pragma("journal_mode")).toBe("wal");
      expect(Number(await pragma("synchronous"))).toBe(2);
      expect(Number(await pragma("foreign_keys"))).toBe(1);
      expect(Number(await pragma("busy_timeout"))).toBe(0);
    }
    await another.$disconnect();
  });

  test("refuses a row that points to nothing", async () => {
    const orphan = db().orderEvent.create({ data: { id: "e", orderId: "no such order", state: "open", at: now } });
    await expect(orphan).rejects.toMatchObject({ code: "P2003" });
  });
});
