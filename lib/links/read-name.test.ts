import { describe, expect, it } from "vitest";
import { lookOf } from "./fold";
import { offerName, readHandle, readPart, readSlug } from "./read-name";

const handle = (text: string) => readHandle(text, "Ana's Kiosk");

describe("a handle", () => {
  it.each([
    ["Latin letters, in lower case and without accents", "Élodie_Œuvre", "elodie-oeuvre"],
    ["full width and ligatures", "ａｎａ ﬁne", "ana-fine"],
    ["Arabic letters, without vowel signs and stretching", "نُـور", "نور"],
    ["digits of Arabic, as 0 to 9", "نور ٢٠٢٦", "نور-2026"],
    ["a name with marks that are no letters", "  ana -- (lindqvist)!  ", "ana-lindqvist"],
    ["letters that Unicode does not decompose", "Þórður Łoś ıssß Əli", "thordur-los-issss-eli"],
  ])("of %s", (_, typed, name) => {
    expect(handle(typed)).toEqual({ name });
    // What is stored reads as itself.
    expect(handle(name)).toEqual({ name });
  });

  it.each([
    ["nothing", "   ", "required"],
    ["marks alone", "---", "name_letters"],
    ["two characters", "ab", "too_short"],
    ["300 characters", "a".repeat(300), "too_long"],
    ["300 letters with accents", "é".repeat(300), "too_long"],
    ["Latin with a Cyrillic letter", "pаypal", "name_mixed_scripts"],
    ["Latin with a Greek letter", "anα-store", "name_mixed_scripts"],
    ["three scripts", "anaنورАня", "name_mixed_scripts"],
    ["Latin and Arabic", "ana-نور", "name_mixed_scripts"],
    ["Cyrillic alone", "анна", "name_handle_script"],
    ["Han alone", "安娜的店", "name_handle_script"],
    ["a script that is not known here", "ᎠᎡᎢᎣ", "name_letters"],
    ["a zero-width space", "an\u200ba-store", "name_hidden_characters"],
    ["a joiner", "نو\u200dر", "name_hidden_characters"],
    ["a soft hyphen", "ana\u00adstore", "name_hidden_characters"],
    ["a direction override", "ana\u202estore", "name_hidden_characters"],
    ["a Hangul filler", "ana\u3164store", "name_hidden_characters"],
    ["a tag", "ana\u{e0061}store", "name_hidden_characters"],
    ["a variation selector", "ana\ufe0fstore", "name_hidden_characters"],
    ["an unpaired surrogate", "ana\ud800store", "name_hidden_characters"],
    ["a wallet's address", `0x${"ab".repeat(15)}`, "name_like_address"],
    ["digits", "123-456", "name_like_address"],
    ["a reserved word", "admin", "name_reserved"],
    ["one that looks like it", "adrnin", "name_reserved"],
    ["another", "w-a-1-1-e-t", "name_reserved"],
    ["one with accents", "Súppörț", "name_reserved"],
    ["a reserved word in Arabic, with another alef", "ألإدارة", "name_reserved"],
    ["the operator's name", "anas kiosk", "name_reserved"],
  ])("is not %s", (_, typed, mistake) => {
    expect(handle(typed)).toEqual({ mistake });
  });

  it("of the operator is the operator's", () => {
    expect(readHandle("anas-kiosk", undefined)).toEqual({ name: "anas-kiosk" });
  });
});

describe("a slug", () => {
  it.each([
    ["Cyrillic", "Тихая жатва", "тихая-жатва"],
    ["Japanese", "静かな収穫 カバー", "静かな収穫-カバー"],
    ["Hindi, with the marks that write it", "शांत फसल", "शांत-फसल"],
    ["Arabic beside a word in Latin letters", "الحصاد PDF", "الحصاد-pdf"],
    ["an emoji, which is no letter", "harvest 🌾 2", "harvest-2"],
  ])("may be in %s", (_, typed, name) => {
    expect(readSlug(typed)).toEqual({ name });
    expect(readSlug(name)).toEqual({ name });
  });

  it.each([
    ["three scripts", "harvest-الحصاد-静か", "name_mixed_scripts"],
    ["a word of two", "harvestالحصاد", "name_mixed_scripts"],
    ["Latin beside Cyrillic, which looks like it", "pay-раураl", "name_mixed_scripts"],
    ["a script that is not known here", "ᎠᎡᎢᎣ", "name_letters"],
    ["a letter with five marks", "फ\u0941\u0941\u0941\u0941\u0941", "name_letters"],
    ["81 characters", "a".repeat(81), "too_long"],
    ["a page that a seller's may have", "report", "name_reserved"],
  ])("is not %s", (_, typed, mistake) => {
    expect(readSlug(typed)).toEqual({ mistake });
  });
});

describe("names that look alike", () => {
  it.each([
    ["paypal", "paypa1"],
    ["modern", "modem"],
    ["ana-lindqvist", "analindqvist"],
    ["book", "b00k"],
    ["vvave", "wave"],
    ["إيمان", "ايمان"],
    ["هدى", "هدي"],
    ["كتاب", "کتاب"],
    ["مكتبة", "مكتبه"],
  ])("%s and %s are one", (one, other) => {
    expect(lookOf(one)).toBe(lookOf(other));
  });

  it("others are not", () => {
    expect(lookOf("ana")).not.toBe(lookOf("anna"));
    expect(lookOf("نور")).not.toBe(lookOf("نار"));
  });
});

describe("an offer", () => {
  it.each([
    ["Ana Lindqvist", "ana-lindqvist"],
    ["👩\u200d🎨 Ana ✨", "ana"],
    ["نور الهدى", "نور-الهدى"],
    ["Анна", null],
    ["", null],
    ["Ana ".repeat(20), "ana-ana-ana-ana-ana-ana-ana-ana"],
    ["x".repeat(50), "x".repeat(32)],
    ["Admin", null],
  ])("made of %j is %j", (text, name) => {
    expect(offerName(text, handle, 32)).toBe(name);
  });
});

it("a part of a path is read without ever failing", () => {
  const all = [
    "",
    "\0",
    "\ud800",
    "%",
    "a".repeat(100_000),
    "é".repeat(5_000),
    "../..",
    "\u0301".repeat(999),
    "Ana",
    "نُور",
  ];
  expect(all.map(readPart)).toEqual([null, null, null, null, null, null, null, null, "ana", "نور"]);
});
