import { beforeAll, describe, expect, it } from "vitest";
import { DAY, MINUTE } from "@/lib/clock";
import { displayUsd } from "@/lib/money";
import { testSettings } from "@/test/settings";
import { readOnSaleUntil, requireNear } from "./read-on-sale-until";
import { readPrice } from "./read-price";
import { createFileSchema } from "./schema";

beforeAll(() => testSettings({ MIN_PRICE: "0.01" }));

describe("prices", () => {
  const good: [text: string, microUsd: bigint][] = [
    ["0", 0n],
    ["0.00", 0n],
    ["0.01", 10_000n],
    ["0.010001", 10_001n],
    ["0.5", 500_000n],
    ["0.50", 500_000n],
    ["1", 1_000_000n],
    ["9999.999999", 9_999_999_999n],
    ["10000", 10_000_000_000n],
    ["10000.00", 10_000_000_000n],
  ];
  it.each(good)("takes %s as exactly that", (text, microUsd) => {
    expect(readPrice(text)).toBe(microUsd);
    expect(createFileSchema.shape.price.safeParse(text).success).toBe(true);
  });

  const bad = [
    ..."-1|1e-9|1e30|abc|0.0000001|10000.01|10000.000001| 1|1 |１|٣|.5|5.|01|00|+1|1,50|1_000|0x10|NaN|Infinity|-0|$1|1.2.3||1\n".split(
      "|",
    ),
    "1".repeat(400),
  ];
  it.each(bad)("refuses %j", (text) => {
    expect(() => readPrice(text)).toThrow(expect.objectContaining({ code: "invalid_price", status: 400 }));
    expect(createFileSchema.shape.price.safeParse(text).success).toBe(false);
  });

  it.each(["0.009999", "0.000001", "0.001"])(
    "refuses %s, which is below the operator's lowest price, and names it",
    (text) => {
      expect(() => readPrice(text)).toThrow(/The lowest price here is \$0\.01\. Write 0 to give the file away\./);
    },
  );

  it("follows the operator's lowest price", () => {
    testSettings({ MIN_PRICE: "2.50" });
    expect(() => readPrice("2.49")).toThrow(/\$2\.50/);
    expect(displayUsd(readPrice("2.50"))).toBe("$2.50");
    expect(readPrice("0")).toBe(0n);
    testSettings({ MIN_PRICE: "0.01" });
  });
});

describe("until when a file is on sale", () => {
  const now = new Date("2026-11-21T12:00:00Z");
  const at = (milliseconds: number) => new Date(now.getTime() + milliseconds);

  it("may be unsaid, or without an end", () => {
    expect(readOnSaleUntil(undefined, now)).toBeUndefined();
    expect(readOnSaleUntil(null, now)).toBeNull();
  });

  it("may be any time after now, and without paid storage at most 365 days away", () => {
    for (const date of [at(1), at(MINUTE), at(365 * DAY)]) {
      expect(readOnSaleUntil(date.toISOString(), now)).toEqual(date);
      expect(() => requireNear(date, now)).not.toThrow();
    }
    expect(() => requireNear(at(365 * DAY + 1), now)).toThrow(expect.objectContaining({ code: "invalid_date" }));
    expect(readOnSaleUntil("2026-11-21T14:00:01+02:00", now)).toEqual(at(1_000));
  });

  it.each(["soon", "", at(0).toISOString(), at(-1).toISOString(), "2026-13-45T00:00:00Z"])("refuses %j", (text) =>
    expect(() => readOnSaleUntil(text, now)).toThrow(expect.objectContaining({ code: "invalid_date" })),
  );
});
