import { describe, expect, it } from "vitest";
import { formatAtomic, formatUsd } from "./money";
import { readMoney, readNumber, readWhole } from "./read-number";

const exactly = (text: string) => {
  const read = readNumber(text);
  return read.kind === "read" ? read.value : read.kind === "unclear" ? read.readings : read.kind;
};

describe("a number as people write it", () => {
  it.each([
    // Latin digits, by every separator
    ["0.50", "0.5"],
    ["0,5", "0.5"],
    ["0,125", "0.125"],
    ["0.125", "0.125"],
    [".5", "0.5"],
    [",125", "0.125"],
    ["3.", "3"],
    ["3,", "3"],
    ["1234.567", "1234.567"],
    ["12,3456", "12.3456"],
    ["2,50", "2.5"],
    ["1,234,567", "1234567"],
    ["1.234.567", "1234567"],
    ["1,234.50", "1234.5"],
    ["1.234,50", "1234.5"],
    ["1,234.567", "1234.567"],
    ["1,234.", "1234"],
    ["+5", "5"],
    // French: narrow, no-break, thin and plain spaces
    ["1\u202f234,50", "1234.5"],
    ["1\u00a0234,50", "1234.5"],
    ["1\u2009234,50", "1234.5"],
    ["1 234,567", "1234.567"],
    ["2 500", "2500"],
    // Swiss apostrophes
    ["1'234.50", "1234.5"],
    ["1’234’567", "1234567"],
    // Arabic-Indic and Extended digits
    ["٢٫٥٠", "2.5"],
    ["٢٫٥٠٠", "2.5"],
    ["٢٬٥٠٠", "2500"],
    ["١٬٢٣٤٫٥", "1234.5"],
    ["۱۲۳۴٫۵", "1234.5"],
    ["۲٬۵۰۰", "2500"],
    ["٢،٥", "2.5"],
    ["٠٫٥", "0.5"],
    ["٢.٥٠", "2.5"],
    ["١ ٢٣٤٫٥", "1234.5"],
    // marks of direction, isolates, joiners
    ["\u200f٢٫٥٠\u200f", "2.5"],
    ["\u061c1,234.50", "1234.5"],
    ["\u20682.50\u2069", "2.5"],
    ["1\u200e,\u200e234\u200e.\u200e50", "1234.5"],
    ["\ufeff 7 ", "7"],
  ])("%j is %s", (text, exact) => {
    expect(exactly(text)).toBe(exact);
  });

  it.each([
    ["2,500", ["2500", "2.50"]],
    ["2.500", ["2500", "2.50"]],
    ["1.000", ["1000", "1.00"]],
    ["1.234", ["1234", "1.2340"]],
    ["12,345", ["12345", "12.3450"]],
    ["999.999", ["999999", "999.9990"]],
    ["٢,٥٠٠", ["2500", "2.50"]],
    ["٢.٥٠٠", ["2500", "2.50"]],
    ["٢،٥٠٠", ["2500", "2.50"]],
    ["\u200f2,500", ["2500", "2.50"]],
  ])("%j is asked about, never guessed", (text, readings) => {
    expect(exactly(text)).toEqual(readings);
    for (const reading of readings) expect(readNumber(reading).kind).toBe("read");
  });

  it.each([
    ...[
      "abc",
      "-1",
      "\u200e-5",
      "−5",
      "5-",
      "(5)",
      "1e3",
      "1e-9",
      "0x10",
      "NaN",
      "∞",
      "½",
      "5%",
      "01",
      "0 500",
      "0,500,000",
    ],
    ...[
      "1,23,456.00",
      "1,2345,678",
      "1 23",
      "1  234",
      "2, 500",
      "1.2.3",
      "1,234,56",
      "1.234,567.8",
      "٢٫٥٫٠",
      "٢٫٥٬٠",
      "1'234'5",
    ],
    ...["..", ",", "'", "1_000", "\u202e05.2", "1".repeat(81), "1234,567.50", "1 234'567", "1٫234٫567"],
  ])("%j is no number", (text) => {
    expect(exactly(text)).toBe("wrong");
  });

  it.each(["", "  ", "\u200f", "\u00a0\t\n"])("%j is nothing", (text) => {
    expect(exactly(text)).toBe("empty");
  });
});

describe("an amount", () => {
  const micro = (text: string) => {
    const read = readMoney(text, 6);
    return read.kind === "read" ? formatUsd(read.value) : read.kind;
  };

  it.each([
    ["$0.5", "0.50"],
    ["$ 2.50", "2.50"],
    ["+$5", "5.00"],
    ["12,50 $", "12.50"],
    ["12,50\u00a0$", "12.50"],
    ["12,50 $US", "12.50"],
    ["US$12.50", "12.50"],
    ["12.50 USDC", "12.50"],
    ["$12.50 USD", "12.50"],
    ["usd 3", "3.00"],
    ["3 dollars", "3.00"],
    ["٢٫٥ دولار", "2.50"],
    ["\u200f٢٫٥\u00a0US$", "2.50"],
    ["0.500000000", "0.50"],
  ])("%j is %s", (text, usd) => {
    expect(micro(text)).toBe(usd);
  });

  it.each(["€5", "5 €", "£5", "5 EUR", "$-5", "-$5", "0.0000001", "$$5", "5 usdc usdc"])("%j is none", (text) => {
    expect(micro(text)).toBe("wrong");
  });

  it("is unclear with a currency, too", () => {
    expect(readMoney("$2,500", 6)).toEqual({ kind: "unclear", readings: ["2500", "2.50"] });
    expect(readMoney("$", 6)).toEqual({ kind: "empty" });
  });

  it("may be in the token's own name", () => {
    expect(readMoney("2,5 EXD", 6, "EXD")).toEqual({ kind: "read", value: 2_500_000n });
  });
});

describe("a whole number", () => {
  it.each([
    ["30", 30],
    ["030", 30],
    ["٣٠", 30],
    ["۳۶۵", 365],
    ["30,0", 30],
    ["1 000", 1000],
    ["1,000,000", 1_000_000],
    ["0", 0],
  ])("%j is %d", (text, value) => {
    expect(readWhole(text)).toEqual({ kind: "read", value });
  });

  it.each(["30.5", "-30", "1e2", "many", "9007199254740993"])("%j is none", (text) => {
    expect(readWhole(text)).toEqual({ kind: "wrong" });
  });

  it("is asked about like any other", () => {
    expect(readWhole("1,000")).toEqual({ kind: "unclear", readings: ["1000", "1.00"] });
  });
});

it("writes no amount that could be read as another", () => {
  expect(formatAtomic(1_234_000n, 6)).toBe("1.2340");
  expect(formatAtomic(125_000n, 6)).toBe("0.125");
  expect(formatAtomic(1_234_567_000n, 6)).toBe("1234.567");
});
