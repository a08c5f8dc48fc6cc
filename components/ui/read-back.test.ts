import { expect, it } from "vitest";
import { decimalText, formatBytes, formatDay, formatMoney } from "@/components/ui/format";
import { type Locale, localeNames } from "@/lib/i18n/locales";
import { wordsIn } from "@/lib/i18n/words-in";
import { formatAtomic } from "@/lib/money";
import { readDay } from "@/lib/read-day";
import { readMoney, readNumber } from "@/lib/read-number";
import { readSize } from "@/lib/read-size";
import { growthOf } from "@/test/growth";
import { seeded } from "@/test/random";

/** What the pages print is read as what was meant, in every language and with every keyboard's digits. */

const random = seeded(527);
const ROUNDS = 1_000;

/** Amounts of every length, many of which end in zeros. */
function anyAmount(): bigint {
  const digits = 1 + random.int(14);
  const amount = BigInt(Math.floor(random.next() * 10 ** digits));
  return random.int(2) === 0 ? amount - (amount % 10n ** BigInt(random.int(7))) : amount;
}

/** The same text from an Arabic or Persian keyboard, or copied from a page with its marks of direction. */
function disguised(text: string, locale: Locale): string {
  const zero = random.pick([0x30, 0x660, 0x6f0]);
  const typed = text.replace(/\d/g, (digit) => String.fromCharCode(zero + Number(digit)));
  const arabic = zero === 0x30 || locale === "fr" ? typed : typed.replaceAll(",", "٬").replace(".", "٫");
  const [before, after] = random.pick([
    ["", ""],
    ["\u200f", "\u200f"],
    ["\u2068", "\u2069"],
    [" \u061c", "\u00a0"],
  ] as const);
  return `${before}${arabic}${after}`;
}

it.each(localeNames)("money in %s", (locale) => {
  for (let round = 0; round < ROUNDS; round++) {
    const value = anyAmount();
    for (const text of [formatMoney(value, locale), decimalText(formatAtomic(value, 6), locale)]) {
      expect([text, readMoney(text, 6)]).toEqual([text, { kind: "read", value }]);
      const typed = disguised(text, locale);
      expect([typed, readMoney(typed, 6)]).toEqual([typed, { kind: "read", value }]);
    }
  }
});

it.each(localeNames)("amounts of tokens in %s, with any number of decimals", (locale) => {
  for (let round = 0; round < ROUNDS; round++) {
    const [value, decimals] = [anyAmount(), 2 + random.int(17)];
    const text = `${decimalText(formatAtomic(value, decimals), locale)} USDC`;
    expect([text, readMoney(text, decimals)]).toEqual([text, { kind: "read", value }]);
  }
});

it.each(localeNames)("sizes in %s, as exactly as they are printed", (locale) => {
  const t = wordsIn(locale, "ui");
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = 1_000 + Math.floor(random.next() * 10 ** (4 + random.int(9)));
    const text = formatBytes(bytes, t);
    const read = readSize(text);
    expect([text, read.kind === "read" && formatBytes(read.value, t)]).toEqual([text, text]);
  }
});

it.each(localeNames)("days in %s", (locale) => {
  const t = wordsIn(locale, "ui");
  for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2030, 0, 1); day += 3 * 86_400_000) {
    const iso = new Date(day).toISOString();
    const text = formatDay(iso, "UTC", t);
    expect([text, readDay(text)]).toEqual([text, { kind: "read", value: iso.slice(0, 10) }]);
  }
});

it("has exactly the digits that were typed in whatever it reads", () => {
  const alphabet = [
    ..."0123456789",
    ..."٠١٥٩",
    ..."۰۵",
    ".",
    ",",
    "،",
    "٫",
    "٬",
    "'",
    "’",
    " ",
    "\u00a0",
    "\u202f",
    "\u200f",
    "-",
    "$",
  ];
  for (let round = 0; round < 20_000; round++) {
    const text = Array.from({ length: 1 + random.int(9) }, () => random.pick(alphabet)).join("");
    const read = readNumber(text);
    if (read.kind === "wrong" || read.kind === "empty") continue;
    // Both readings have exactly the digits that were typed, in their order, but for zeros at the ends.
    const typed = text
      .normalize("NFKC")
      .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
      .replace(/\D/g, "");
    const readings = read.kind === "read" ? [read.value] : read.readings;
    for (const reading of readings) {
      const [digits, all] = [reading.replace(".", ""), typed].map((one) => one.replace(/^0+|0+$/g, ""));
      expect([text, digits]).toEqual([text, all]);
      if (read.kind === "unclear") expect(readNumber(reading).kind).toBe("read");
    }
    expect(text).not.toMatch(/[-$]/);
  }
});

it.each(["1", " ", ",", "1,", ".1", "\u200f", "$", "a", "٫", "1'", "0", "usdc", "/", "غ"])(
  "of %j over and over costs no more than its length",
  (piece) => {
    for (const read of [readMoney, readSize, readDay]) {
      expect(
        growthOf(
          (size) => piece.repeat(size / piece.length),
          (text) => read(text, 6 as never),
        ),
      ).toBeLessThan(1.5);
    }
  },
);
