import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { freshDatabase } from "@/test/database";
import { deferred } from "@/test/deferred";
import { startProcess } from "@/test/spawn";
import { db, isUniqueViolation, type Tx } from "./client";
import { prepared } from "./prepared";

const now = new Date("2026-01-01T00:00:00.123Z");
const seller = { id: "s", chainId: 31337, address: "0x1", payTo: "0x2", payToNetworks: "", createdAt: now };
const nonce = (id: string) => ({ id, purpose: "test", expiresAt: now });
const gas = {
  id: "g",
  chainId: 1,
  account: "0x1",
  accountNonce: 7,
  attempt: 0,
  fence: 1,
  kind: "filler",
  to: "0x2",
  data: "0x",
  gas: "21000",
  maxFeePerGas: "1",
  maxPriorityFeePerGas: "1",
  raw: "0x",
  hash: "0x3",
  state: "open",
  held: 2n ** 62n,
  wasted: 0n,
  byPaidStorage: false,
  createdAt: now,
};

let fresh: Awaited<ReturnType<typeof freshDatabase>>;
beforeEach(async () => {
  fresh = await freshDatabase();
});
afterEach(() => fresh.close());

const ids = async () => (await db().usedNonce.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id);

describe("what Prisma and prepared statements write", () => {
  test("either reads alike, in every kind of column and under every mapped name", async () => {
    const made = await prepared(db()).seller.create(seller);
    expect(await db().seller.findMany()).toEqual([made]);
    await prepared(db()).gasTransaction.create(gas);
    const [row] = await db().gasTransaction.findMany();
    expect(await prepared(db()).gasTransaction.findMany({ held: 2n ** 62n, createdAt: now })).toEqual([row]);
    const file = { id: "f", sellerId: "s", title: "", description: "", paused: true, onSaleUntil: now };
    await db().file.create({ data: { ...file, createdAt: now, updatedAt: now } });
    const found = await prepared(db()).file.findFirst({ paused: true, bytesGone: false, removedAt: null });
    expect(found).toEqual(await db().file.findUnique({ where: { id: "f" } }));
    expect(await prepared(db()).file.updateMany({ sellerId: ["t", "s"] }, { paused: false, removedAt: now })).toBe(1);
    expect(await db().file.count({ where: { paused: false, removedAt: now } })).toBe(1);
  });

  test("a value that looks like SQL is a value", async () => {
    const name = `'; DROP TABLE "Creator"; --`;
    await prepared(db()).seller.create({ ...seller, name });
    expect(await prepared(db()).seller.findFirst({ name })).toMatchObject({ id: "s", name });
  });

  test("what nobody gave is null, and an undefined condition is no condition", async () => {
    await expect(prepared(db()).usedNonce.create({ ...nonce("n"), purpose: undefined as never })).rejects.toThrow();
    expect(() => prepared(db()).usedNonce.updateMany({ id: undefined }, { purpose: "x" })).toThrow("undefined id");
  });

  test("a second row with a unique value is refused in the same words", async () => {
    await prepared(db()).usedNonce.create(nonce("n"));
    const again = await prepared(db())
      .usedNonce.create(nonce("n"))
      .catch((error: unknown) => error);
    expect(isUniqueViolation(again)).toBe(true);
    const missing = await prepared(db())
      .usedNonce.create({ ...nonce("m"), purpose: null as never })
      .catch((e) => e);
    expect(isUniqueViolation(missing)).toBe(false);
  });
});

test("another copy of this module, as the server's bundles have, knows the same clients", async () => {
  vi.resetModules();
  const copy = await import("./prepared");
  expect(copy.prepared).not.toBe(prepared);
  await copy.prepared(db()).usedNonce.create(nonce("n"));
  await db().$transaction(async (tx) => {
    await copy.prepared(tx).usedNonce.create(nonce("m"));
  });
  expect(await ids()).toEqual(["m", "n"]);
});

describe("a transaction", () => {
  test("takes statements of both kinds along, or none of them", async () => {
    const work = async (tx: Tx, id: string) => {
      await tx.usedNonce.create({ data: nonce(`${id} 1`) });
      await prepared(tx).usedNonce.create(nonce(`${id} 2`));
      expect(await prepared(tx).usedNonce.findMany({ purpose: "test" })).toHaveLength(2);
    };
    const failed = db().$transaction(async (tx) => {
      await work(tx, "a");
      throw new Error("on purpose");
    });
    await expect(failed).rejects.toThrow("on purpose");
    expect(await ids()).toEqual([]);
    await db().$transaction((tx) => work(tx, "b"));
    expect(await ids()).toEqual(["b 1", "b 2"]);
  });

  test("a statement outside it waits for its end, and is not undone with it", async () => {
    const inside = deferred();
    const outcome = deferred();
    const first = db().$transaction(async (tx) => {
      await prepared(tx).usedNonce.create(nonce("first"));
      inside.resolve();
      await outcome.promise;
      throw new Error("on purpose");
    });
    await inside.promise;
    const second = prepared(db()).usedNonce.create(nonce("second"));
    outcome.resolve();
    await expect(first).rejects.toThrow("on purpose");
    await second;
    expect(await ids()).toEqual(["second"]);
  });

  test("one that has ended runs nothing more, not even in the next one", async () => {
    let ended: Tx | undefined;
    await db().$transaction(async (tx) => {
      ended = tx;
    });
    const late = () => prepared(ended as Tx).usedNonce.create(nonce("late"));
    await expect(late()).rejects.toThrow("Closed");
    await db().$transaction(async (tx) => {
      await prepared(tx).usedNonce.create(nonce("next"));
      await expect(late()).rejects.toThrow("Closed");
    });
    expect(await ids()).toEqual(["next"]);
  });

  test("one that took too long is undone, and its statements are refused", async () => {
    const never = deferred();
    const inside = deferred();
    const slow = db().$transaction(
      async (tx) => {
        await prepared(tx).usedNonce.create(nonce("slow"));
        inside.resolve();
        await never.promise;
        await prepared(tx).usedNonce.create(nonce("later"));
      },
      { timeout: 50 },
    );
    await inside.promise;
    await prepared(db()).usedNonce.create(nonce("next"));
    never.resolve();
    await expect(slow).rejects.toThrow();
    expect(await ids()).toEqual(["next"]);
  });
});

test("a busy file is waited for", async () => {
  const other = startProcess("hold-lock.ts", fresh.url.slice("file:".length));
  expect(await other.line()).toBe("locked");
  const ours = prepared(db()).usedNonce.create(nonce("ours"));
  other.tell("go");
  await Promise.all([ours, other.end()]);
  expect(await ids()).toEqual(["ours", "theirs"]);
});
