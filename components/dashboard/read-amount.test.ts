import { describe, expect, it } from "vitest";
import { readAmount } from "./read-amount";

const paid = { amount: "2500000", decimals: 6, symbol: "USDC" };

describe("what goes back of a payment of 2.50", () => {
  it.each([
    ["2.50", 2_500_000n],
    ["2,5", 2_500_000n],
    ["٢٫٥٠", 2_500_000n],
    ["2,50 USDC", 2_500_000n],
    ["2,50\u00a0$", 2_500_000n],
    ["0,125", 125_000n],
    ["1,2340", 1_234_000n],
    ["0.0000010000", 1n],
  ])("%j", (text, value) => {
    expect(readAmount(text, paid)).toEqual({ kind: "read", value });
  });

  it.each(["2,500", "2.500", "1,234", "٢,٥٠٠"])("%j is asked about: a payment can be refunded only once", (text) => {
    expect(readAmount(text, paid).kind).toBe("unclear");
  });

  it.each(["0", "2.51", "2500", "2 500", "-1", "0.0000001", "€2"])("never %j", (text) => {
    expect(readAmount(text, paid)).toEqual({ kind: "wrong" });
  });
});
