import { describe, expect, it } from "vitest";
import { displayUsd, microUsdToAtomic } from "@/lib/money";
import { offerPrice, tokenAmount } from "./offer-price";

describe("an offer's price", () => {
  it.each([
    ["10000", 6, "$0.01"],
    ["25000", 6, "$0.025"],
    ["1234500000", 6, "$1,234.50"],
    ["500000000000000000", 18, "$0.50"],
  ])("writes %s with %d decimals as %s", (amount, decimals, words) => {
    expect(offerPrice({ amount, decimals }, "en")).toBe(words);
  });

  it("is written as in the reader's language", () => {
    expect(offerPrice({ amount: "1234500000", decimals: 6 }, "fr")).toBe("1\u202f234,50\u00a0$");
    expect(offerPrice({ amount: "500000", decimals: 6 }, "ar")).toBe("$0.50");
    expect(tokenAmount(150_000n, 6, "fr")).toBe("0,15");
    expect(tokenAmount(150_000n, 6, "ar")).toBe("0.15");
  });

  it("is the file's own price, to the last digit", () => {
    for (const microUsd of [10_000n, 1n, 1_234_567n, 10_000_000_000n]) {
      for (const decimals of [6, 18]) {
        const amount = microUsdToAtomic(microUsd, decimals).toString();
        expect(offerPrice({ amount, decimals }, "en")).toBe(displayUsd(microUsd));
      }
    }
  });
});
