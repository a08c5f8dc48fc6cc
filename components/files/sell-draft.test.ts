import { beforeEach, describe, expect, it } from "vitest";
import { dayFromNow, endOfDay } from "@/components/ui/days";
import { wordsIn } from "@/lib/i18n/words-in";
import {
  DESCRIPTION_MAX,
  DOWNLOAD_DAYS,
  DOWNLOAD_MAX_DAYS,
  ON_SALE_DEFAULT_DAYS,
  ON_SALE_MAX_DAYS,
  TITLE_MAX,
} from "@/lib/products/files/schema";
import {
  checkDraft,
  clearDraft,
  draftKey,
  emptyDraft,
  exactPrice,
  loadDraft,
  priceError,
  readPrice,
  saveDraft,
} from "./sell-draft";

const rules = {
  titleMax: TITLE_MAX,
  descriptionMax: DESCRIPTION_MAX,
  onSaleDefaultDays: ON_SALE_DEFAULT_DAYS,
  onSaleMaxDays: ON_SALE_MAX_DAYS,
  downloadDays: DOWNLOAD_DAYS,
  downloadMaxDays: DOWNLOAD_MAX_DAYS,
  bundleMaxFiles: 100,
  minPriceMicroUsd: "10000",
  hasList: false,
};
const now = new Date(2026, 10, 21, 15, 30);
const draft = { ...emptyDraft(rules, now), price: "0.50" };

const t = wordsIn("en", "sell");

describe("the days to download", () => {
  it.each(["30", " 90 ", "3650", "٣٠", "۳۶۵", "1 000", "\u200f90"])("may be %j", (downloadDays) => {
    expect(checkDraft({ ...draft, downloadDays }, rules, now, t)).toEqual({});
  });

  it.each(["", "29", "0", "-30", "30.5", "1e2", "3651", "many", "1,000", "1e400", "9".repeat(40)])(
    "may not be %j",
    (downloadDays) => {
      expect(checkDraft({ ...draft, downloadDays }, rules, now, t).downloadDays).toContain("from 30 to 3650");
    },
  );
});

describe("the price", () => {
  it.each(["$0.5", " 0,50 ", ".5", "٠٫٥", "۰٫۵۰ دولار", "0,50\u00a0$", "\u200f0.50 USDC"])(
    "reads %j as half a dollar",
    (typed) => {
      expect(readPrice(typed)).toEqual({ kind: "read", value: 500_000n });
      expect(exactPrice(typed)).toBe("0.50");
      expect(priceError(typed, "10000", t)).toBeNull();
    },
  );

  it.each(["2,500", "1.000", "$1,000", "٢,٥٠٠"])("does not sell for what %j could mean", (typed) => {
    expect(readPrice(typed).kind).toBe("unclear");
    // Also where it was typed after the check, while the upload was still on its way.
    expect(exactPrice(typed)).toBe("");
    expect(priceError(typed, "10000", t)).not.toBeNull();
  });

  it.each([
    ["", "Choose a price"],
    ["abc", "six decimals"],
    ["-1", "six decimals"],
    ["1e-9", "six decimals"],
    ["1e30", "six decimals"],
    ["0.0000001", "six decimals"],
    ["0", "choose Free"],
    ["0.00", "choose Free"],
    ["0.009", "lowest price here is $0.01"],
    ["10000.01", "highest price is $10,000.00"],
  ])("refuses %j and says why", (typed, words) => {
    expect(priceError(typed, "10000", t)).toContain(words);
  });

  it.each(["0.01", "$0.10", "5", "10000", "0.123456"])("takes %j", (typed) => {
    expect(priceError(typed, "10000", t)).toBeNull();
  });
});

describe("the form", () => {
  it("is complete with a price alone", () => {
    expect(checkDraft(draft, rules, now, t)).toEqual({});
  });

  it("takes Free only as a choice of its own", () => {
    expect(checkDraft({ ...draft, price: "" }, rules, now, t).price).toBeDefined();
    expect(checkDraft({ ...draft, price: "", free: true }, rules, now, t)).toEqual({});
  });

  it("measures texts as the server does", () => {
    expect(checkDraft({ ...draft, title: "a".repeat(120) }, rules, now, t)).toEqual({});
    expect(checkDraft({ ...draft, title: "a".repeat(121) }, rules, now, t).title).toContain("120");
    expect(checkDraft({ ...draft, description: "a".repeat(2_001) }, rules, now, t).description).toContain("2000");
  });

  it("sells from today to less than a year from now, to the end of the day", () => {
    const on = (onSaleUntil: string) => checkDraft({ ...draft, onSaleUntil }, rules, now, t).onSaleUntil;
    expect(on("2026-11-20")).toContain("today or a later day");
    expect(on("2026-11-21")).toBeUndefined();
    expect(on(dayFromNow(now, 364))).toBeUndefined();
    expect(on(dayFromNow(now, 365))).toContain("365 days");
    expect(on("")).toContain("Choose a day");
    expect(on("2026-02-31")).toContain("Choose a day");
  });

  it("never asks the server for more than a year", () => {
    const last = endOfDay(dayFromNow(now, 364)) as Date;
    expect(last.getTime() - now.getTime()).toBeLessThan(365 * 86_400_000);
  });
});

describe("drafts over a reload", () => {
  const values = new Map<string, string>();
  const store = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  };
  const key = (name: string) => draftKey({ name, size: 1, lastModified: 2 });
  beforeEach(() => values.clear());

  it("belong to their file", () => {
    saveDraft(store, key("a"), { ...draft, title: "A" });
    saveDraft(store, key("b"), { ...draft, title: "B" });
    expect(loadDraft(store, key("a")).title).toBe("A");
    clearDraft(store, key("a"));
    expect(loadDraft(store, key("a"))).toEqual({});
    expect(loadDraft(store, key("b")).title).toBe("B");
  });

  it("do not pile up: the oldest go", () => {
    for (let count = 0; count < 60; count++) saveDraft(store, key(`file ${count}`), draft);
    expect(loadDraft(store, key("file 9"))).toEqual({});
    expect(loadDraft(store, key("file 10")).price).toBe("0.50");
    expect(loadDraft(store, key("file 59")).price).toBe("0.50");
  });

  it.each(["{", "null", "1", '{"x":1}'])("are empty where %j was kept", (text) => {
    values.set("filekiosk.drafts", text);
    expect(loadDraft(store, "x")).toEqual({});
  });
});
