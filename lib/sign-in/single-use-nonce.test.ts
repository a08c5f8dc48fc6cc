import { afterAll, beforeAll, expect, it } from "vitest";
import { HOUR, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { freshDatabase } from "@/test/database";
import { consumeNonce, isOwnNonce, issueNonce, sweepNonces } from "./single-use-nonce";

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());

const now = new Date("2026-11-21T12:00:00Z");
const after = (ms: number) => new Date(now.getTime() + ms);

it("is alphanumeric, of 128 bits and more, and never the same twice", () => {
  const nonces = Array.from({ length: 1_000 }, () => issueNonce("sign-in", now));
  expect(new Set(nonces).size).toBe(1_000);
  for (const nonce of nonces) expect(nonce).toMatch(/^[a-z0-9]{64}$/);
});

it("is good for 10 minutes and stored nowhere until then", async () => {
  const nonce = issueNonce("sign-in", now);
  expect(isOwnNonce("sign-in", nonce, after(10 * MINUTE - 1))).toBe(true);
  expect(isOwnNonce("sign-in", nonce, after(10 * MINUTE))).toBe(false);
  expect(await db().usedNonce.count()).toBe(0);
});

it("is worthless for another purpose and with any digit changed", async () => {
  const nonce = issueNonce("sign-in", now);
  expect(isOwnNonce("sign-in-with-x", nonce, now)).toBe(false);
  expect(await consumeNonce("sign-in-with-x", nonce, now)).toBe(false);
  for (let at = 0; at < nonce.length; at += 1) {
    const changed = nonce.slice(0, at) + (nonce[at] === "0" ? "1" : "0") + nonce.slice(at + 1);
    expect(isOwnNonce("sign-in", changed, now)).toBe(false);
  }
  for (const other of ["", nonce.slice(1), `${nonce}0`, ` ${nonce}`, `${nonce}\n`]) {
    expect(isOwnNonce("sign-in", other, now)).toBe(false);
  }
});

it("is worthless for another subject", async () => {
  const nonce = issueNonce("sign-in-with-x", now, "one");
  expect(isOwnNonce("sign-in-with-x", nonce, now, "one")).toBe(true);
  for (const subject of ["two", "", "one "]) {
    expect(isOwnNonce("sign-in-with-x", nonce, now, subject)).toBe(false);
    expect(await consumeNonce("sign-in-with-x", nonce, now, subject)).toBe(false);
  }
  expect(await db().usedNonce.count()).toBe(0);
});

it("is used once, and stays used when the used ones are swept while it could still count", async () => {
  const nonce = issueNonce("sign-in", now);
  const results = await Promise.all(Array.from({ length: 20 }, () => consumeNonce("sign-in", nonce, now)));
  expect(results.filter(Boolean)).toHaveLength(1);
  await sweepNonces(after(9 * MINUTE));
  expect(await consumeNonce("sign-in", nonce, after(9 * MINUTE))).toBe(false);
  await sweepNonces(after(2 * HOUR));
  expect(await db().usedNonce.count()).toBe(0);
  expect(await consumeNonce("sign-in", nonce, after(2 * HOUR))).toBe(false);
});
