import { describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import type { StorageTerms } from "@/lib/products/storage/schema";
import { costOf } from "./storage-cost";

const GB = 1_000_000_000;
const from = new Date("2026-11-30T10:00:00Z");
const inDays = (days: number) => new Date(from.getTime() + days * DAY);
const terms: StorageTerms = {
  price: "0.03",
  priceMicroUsd: "30000",
  payTo: "0x71C7656EC7ab88b098defB751B7401B5f6d8976F",
  maxDays: 400,
  freeRoom: { total: GB, left: 0 },
  networks: [{ network: "eip155:31337", networkName: "Devnet", symbol: "USDC", lowestMicroUsd: "10000" }],
};
const wanted = { size: 2.4 * GB, from, until: inDays(60), storesFree: false, mustPay: false };

describe("what keeping an upload costs", () => {
  it("is bytes x days x rate", () => {
    expect(costOf(terms, wanted)).toEqual({
      kind: "price",
      until: inDays(60),
      days: 60,
      priceMicroUsd: 144_000n,
      moreMicroUsd: 72_000n,
      isLeast: false,
    });
  });

  it("is never less than can be paid", () => {
    const cost = costOf(terms, { ...wanted, size: 1_000 });
    expect(cost).toMatchObject({ priceMicroUsd: 10_000n, moreMicroUsd: 0n, isLeast: true });
  });

  it("counts a day that has begun", () => {
    expect(costOf(terms, { ...wanted, until: new Date(inDays(60).getTime() + 1) })).toMatchObject({ days: 61 });
  });

  it("is nothing while there is free room enough, unless the sale has no end", () => {
    const roomy = { ...terms, freeRoom: { total: 10 * GB, left: 2.4 * GB } };
    expect(costOf(roomy, wanted)).toEqual({ kind: "free-room", until: inDays(60) });
    expect(costOf(roomy, { ...wanted, size: 2.4 * GB + 1 }).kind).toBe("price");
    expect(costOf(roomy, { ...wanted, mustPay: true }).kind).toBe("price");
  });

  it("cannot be paid for too long a time, nor said without a day", () => {
    expect(costOf(terms, { ...wanted, until: inDays(401) })).toEqual({ kind: "too-long", maxDays: 400 });
    expect(costOf(terms, { ...wanted, until: null })).toEqual({ kind: "asking" });
  });

  it("is nothing where storage is free", () => {
    const free = { price: null, priceMicroUsd: null, payTo: null, maxDays: null, freeRoom: null, networks: [] };
    expect(costOf(free, wanted)).toEqual({ kind: "none" });
  });
});
