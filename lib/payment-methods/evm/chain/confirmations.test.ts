import { describe, expect, test } from "vitest";
import { confirmationsFor } from "./confirmations";
import { networkByChainId } from "./networks";

const dollars = (amount: number) => BigInt(amount) * 1_000_000n;

describe("confirmations by price", () => {
  const polygon = networkByChainId(137);
  const base = networkByChainId(8453);
  if (!polygon || !base) throw new Error("networks are missing");

  test.each([
    ["a cent", 10_000n, 1],
    ["just below ten dollars", dollars(10) - 1n, 1],
    ["ten dollars", dollars(10), 5],
    ["a hundred dollars", dollars(100), 12],
    ["ten thousand dollars", dollars(10_000), 12],
  ])("%s on Polygon", (_, amount, blocks) => {
    expect(confirmationsFor(polygon, amount)).toBe(blocks);
  });

  test("small sums on Base wait for nothing", () => {
    expect(confirmationsFor(base, dollars(99))).toBe(0);
    expect(confirmationsFor(base, dollars(100))).toBeGreaterThan(0);
  });

  test("a token with other decimals has the same thresholds", () => {
    const token = { ...polygon.token, decimals: 18 };
    expect(confirmationsFor({ ...polygon, token }, 10n * 10n ** 18n)).toBe(5);
    expect(confirmationsFor({ ...polygon, token }, 10n * 10n ** 18n - 1n)).toBe(1);
  });
});
