import { describe, expect, it } from "vitest";
import { formatAtomic, microUsdToAtomic, parseUsd } from "./money";

describe("amounts", () => {
  it("follow the token's decimals, to the last digit", () => {
    expect(microUsdToAtomic(1_234_567n, 6)).toBe(1_234_567n);
    expect(microUsdToAtomic(1_234_567n, 18)).toBe(1_234_567_000_000_000_000n);
    expect(microUsdToAtomic(1_230_000n, 2)).toBe(123n);
    expect(formatAtomic(1_234_567_000_000_000_000n, 18)).toBe("1.234567");
  });

  it("are never rounded: a price that a token cannot hold is an error", () => {
    expect(() => microUsdToAtomic(1_234_567n, 2)).toThrow(RangeError);
  });

  it("are read without floating point", () => {
    expect(parseUsd("9999999.999999")).toBe(9_999_999_999_999n);
    for (const text of ["1e3", "0.1234567", "-1", ".5", " 1", "01", "NaN", "0x10"]) expect(parseUsd(text)).toBeNull();
  });
});
