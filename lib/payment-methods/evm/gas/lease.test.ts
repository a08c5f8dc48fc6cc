import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import { freshDatabase } from "@/test/database";
import { startProcess, type TestProcess } from "@/test/spawn";
import { CLOCK_SKEW, holdLease, keepFence, LEASE_TTL, releaseLeases } from "./lease";
import { GasRefused } from "./refused";

const account = { chainId: 31337, address: "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc" };
const start = new Date("2026-05-01T12:00:00Z");
let database: Awaited<ReturnType<typeof freshDatabase>>;
let other: TestProcess;

beforeAll(async () => {
  database = await freshDatabase();
  other = startProcess("hold-gas-account.ts", account.address);
  expect(await other.line()).toBe("up");
});
afterAll(async () => {
  other?.kill();
  await database?.close();
});
beforeEach(async () => {
  forgetPerProcess("gas-leases");
  await db().gasLease.deleteMany();
});

function at(ms: number): Date {
  return new Date(start.getTime() + ms);
}

function asOther(ms: number): Promise<string> {
  other.tell(String(at(ms).getTime()));
  return other.line();
}

it("one of two processes holds the account; the fence stays while it is renewed", async () => {
  expect((await holdLease(account, at(0))).fence).toBe(1);
  expect(await asOther(SECOND)).toBe("refused");
  expect((await holdLease(account, at(LEASE_TTL - SECOND))).fence).toBe(1);
  expect(await asOther(LEASE_TTL + SECOND)).toBe("refused");
});

it("passes on only when it has expired for clocks that differ, under a higher fence", async () => {
  await holdLease(account, at(0));
  expect(await asOther(LEASE_TTL + CLOCK_SKEW - 1)).toBe("refused");
  expect(await asOther(LEASE_TTL + CLOCK_SKEW)).toBe("2");
  await expect(holdLease(account, at(LEASE_TTL + CLOCK_SKEW + 1))).rejects.toThrow(GasRefused);
});

it("a holder that was overtaken cannot write, whatever its clock says", async () => {
  const lease = await holdLease(account, at(0));
  await expect(db().$transaction((tx) => keepFence(tx, lease, at(1)))).resolves.toBeUndefined();
  expect(await asOther(LEASE_TTL * 3)).toBe("2");
  await expect(db().$transaction((tx) => keepFence(tx, lease, at(2)))).rejects.toThrow(GasRefused);
});

it("many at once in two processes end with one holder", async () => {
  const ours = Array.from({ length: 10 }, () => holdLease(account, at(0)).then(({ fence }) => fence, String));
  const [theirs, ...all] = await Promise.all([asOther(0), ...ours]);
  const row = await db().gasLease.findFirstOrThrow();
  expect(row.fence).toBe(1);
  expect(theirs === "1" ? all.every((said) => String(said).startsWith("GasRefused")) : theirs === "refused").toBe(true);
});

it("an expiry further ahead than a lease lasts was written by a wrong clock and is ignored", async () => {
  await holdLease(account, at(60 * 60 * SECOND));
  expect(await asOther(0)).toBe("2");
});

it("is given back at the end of the program", async () => {
  await holdLease(account, at(0));
  await releaseLeases();
  expect(await asOther(1)).toBe("2");
});

it("is taken over at once from a process of this machine that is gone", async () => {
  const gone = startProcess("hold-gas-account.ts", account.address);
  expect(await gone.line()).toBe("up");
  gone.tell(String(at(0).getTime()));
  expect(await gone.line()).toBe("1");
  await expect(holdLease(account, at(1))).rejects.toThrow(GasRefused);
  gone.kill();
  await expect(gone.end()).rejects.toThrow();
  expect((await holdLease(account, at(2))).fence).toBe(2);
});
