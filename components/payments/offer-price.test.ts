import { describe, expect, it } from "vitest";
import { displayUsd, microUsdToAtomic } from "@/lib/money";
import { offerPrice } from "./offer-price";

describe("an offer's price", () => {
  it.each([
    ["10000", 6, "$0.01"],
    ["25000", 6, "$0.025"],
    ["1234500000", 6, "$1,234.50"],
    ["500000000000000000", 18, "$0.50"],
  ])("writes %s with %d decimals as %s", (amount, decimals, words) => {
    expect(offerPrice({ amount, decimals })).toBe(words);
  });

  it("is the file's own price, to the last digit", () => {
    for (const microUsd of [10_000n, 1n, 1_234_567n, 10_000_000_000n]) {
      for (const decimals of [6, 18]) {
        const amount = microUsdToAtomic(microUsd, decimals).toString();
        expect(offerPrice({ amount, decimals })).toBe(displayUsd(microUsd));
      }
    }
  });
});
