import { describe, expect, it } from "vitest";
import { type PaidDays, takeBack } from "./unused-days";

const paid = (orderId: string, days: number, priceMicroUsd: bigint, more: Partial<PaidDays> = {}): PaidDays => ({
  ...{ orderId, kind: "file", days, priceMicroUsd, unusedDays: null },
  ...more,
});

describe("unused days", () => {
  it("are those of the last purchase first", () => {
    const purchases = [paid("last", 30, 300n), paid("middle", 60, 300n), paid("first", 90, 900n, { kind: "uploaded" })];
    expect(takeBack(purchases, 10)).toEqual([{ orderId: "last", unusedDays: 10, owedMicroUsd: 100n }]);
    expect(takeBack(purchases, 50)).toEqual([
      { orderId: "last", unusedDays: 30, owedMicroUsd: 300n },
      { orderId: "middle", unusedDays: 20, owedMicroUsd: 100n },
    ]);
  });

  it("are owed in whole micro-USD, rounded up, and never more than was paid", () => {
    expect(takeBack([paid("a", 3, 100n)], 1)).toMatchObject([{ owedMicroUsd: 34n }]);
    expect(takeBack([paid("a", 3, 100n)], 2)).toMatchObject([{ owedMicroUsd: 67n }]);
    expect(takeBack([paid("a", 3, 100n)], 3)).toMatchObject([{ owedMicroUsd: 100n }]);
    // Time that the operator gave back was paid for by nobody.
    expect(takeBack([paid("a", 3, 100n)], 1_000)).toMatchObject([{ unusedDays: 3, owedMicroUsd: 100n }]);
    expect(takeBack([paid("a", 3, 100n)], 0)).toEqual([]);
    expect(takeBack([], 5)).toEqual([]);
  });

  it("of a larger version are the same days as those that were paid for before it", () => {
    const purchases = [paid("after", 30, 300n), paid("larger", 20, 200n, { kind: "larger" }), paid("before", 60, 600n)];
    expect(takeBack(purchases, 40)).toEqual([
      { orderId: "after", unusedDays: 30, owedMicroUsd: 300n },
      { orderId: "larger", unusedDays: 10, owedMicroUsd: 100n },
      { orderId: "before", unusedDays: 10, owedMicroUsd: 100n },
    ]);
  });

  it("that were taken back before are not taken again", () => {
    const purchases = [paid("last", 30, 300n, { unusedDays: 25 }), paid("first", 30, 300n)];
    expect(takeBack(purchases, 7)).toEqual([
      { orderId: "last", unusedDays: 30, owedMicroUsd: 300n },
      { orderId: "first", unusedDays: 2, owedMicroUsd: 20n },
    ]);
  });
});
