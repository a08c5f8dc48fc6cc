import { describe, expect, it } from "vitest";
import { changesOf, conflicts, draftOf, type Fields, fieldsOf, follow, type Saved, settle, touched } from "./fields";
import { keepEdit, loadEdit } from "./kept-edit";

const shown = { locale: "en" } as const;
const base: Saved = {
  title: "Lesson 3",
  description: "Fractions",
  price: "4.50",
  onSaleUntil: null,
  downloadDays: 30,
  listed: false,
};
const typed = (part: Partial<Fields>) => ({ base, fields: { ...fieldsOf(base, shown), ...part } });

describe("what was typed", () => {
  it("is sent with what it was made from, and nothing else is", () => {
    const { fields } = typed({ title: "Lesson 4" });
    expect(changesOf(fields, base, shown)).toEqual({ title: "Lesson 4", editedFrom: { title: "Lesson 3" } });
  });

  it.each<[string, Partial<Fields>]>([
    ["a price in another spelling", { price: "4.5" }],
    ["days with a sign before them", { downloadDays: "030" }],
    ["nothing", {}],
  ])("is no change: %s", (_, part) => {
    expect(touched(typed(part).fields, base, shown)).toEqual([]);
  });

  it("ends a sale, and gives it no end again", () => {
    const { fields } = typed({ onSaleUntil: "2027-01-31" });
    const { onSaleUntil } = changesOf(fields, base, shown);
    expect(new Date(onSaleUntil ?? "").getTime()).toBe(new Date(2027, 0, 31, 23, 59, 59, 999).getTime());
    const ends = { ...base, onSaleUntil: onSaleUntil ?? null };
    expect(changesOf({ ...fields, onSaleUntil: null }, ends, shown)).toEqual({
      onSaleUntil: null,
      editedFrom: { onSaleUntil },
    });
  });

  it("is shown beside the form as far as it can be read", () => {
    const { fields } = typed({ title: "", price: "4,,", downloadDays: "many", listed: true });
    expect(draftOf(fields, base, shown)).toEqual({ title: "", price: undefined, downloadDays: undefined });
  });
});

describe("what was saved elsewhere meanwhile", () => {
  const now: Saved = { ...base, title: "Lesson three", price: "5.00" };

  it("is followed where nothing was typed, and shown beside what was typed", () => {
    const edit = follow(typed({ title: "Lesson 4" }), now, shown);
    expect(edit.fields).toMatchObject({ title: "Lesson 4", price: "5.00" });
    expect(conflicts(edit, now, shown)).toEqual(["title"]);
    expect(changesOf(edit.fields, edit.base, shown).editedFrom).toEqual({ title: "Lesson 3" });
  });

  it("is no conflict if it is what was typed", () => {
    expect(conflicts(typed({ title: "Lesson three" }), now, shown)).toEqual([]);
  });

  it("is kept or replaced, as the seller decides", () => {
    const edit = follow(typed({ title: "Lesson 4" }), now, shown);
    const mine = settle(edit, "title", now, "typed", shown);
    expect(changesOf(mine.fields, mine.base, shown)).toEqual({
      title: "Lesson 4",
      editedFrom: { title: "Lesson three" },
    });
    const theirs = settle(edit, "title", now, "saved", shown);
    expect(touched(theirs.fields, theirs.base, shown)).toEqual([]);
    expect(theirs.fields.title).toBe("Lesson three");
  });
});

it("what was typed is found again in the tab, unless it cannot be read", () => {
  const kept = new Map<string, string>();
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const edit = typed({ description: "x".repeat(2_000) });
  keepEdit(store, "file", edit);
  expect(loadEdit(store, "file")).toEqual(edit);
  expect(loadEdit(store, "another")).toBeNull();
  for (const broken of ["{", '{"base":{},"fields":{}}', "null", "[]"]) {
    kept.set([...kept.keys()][0] ?? "", broken);
    expect(loadEdit(store, "file")).toBeNull();
  }
  keepEdit(store, "file", null);
  expect(kept.size).toBe(0);
});
