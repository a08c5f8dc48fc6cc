import { describe, expect, it } from "vitest";
import { matchLocale } from "./match-locale";

describe("the language of a page", () => {
  it("is the one that the reader chose here, whatever the browser asks for", () => {
    expect(matchLocale("ar", "fr")).toBe("ar");
  });

  it.each([
    ["fr", "fr"],
    ["fr-CA,fr;q=0.9,en;q=0.8", "fr"],
    ["AR-eg", "ar"],
    ["de,ar;q=0.5,en;q=0.4", "ar"],
    ["en;q=0.2,fr;q=0.9", "fr"],
    ["fr;q=0,en;q=0.1", "en"],
    ["de-DE,de", "en"],
    ["*", "en"],
    ["", "en"],
    [null, "en"],
    ["french please", "en"],
    [",;q==;;", "en"],
  ])("follows Accept-Language %s: %s", (header, locale) => {
    expect(matchLocale(null, header)).toBe(locale);
  });

  it.each(["xx", "", "__proto__", "toString"])("ignores a cookie that is no language: %s", (cookie) => {
    expect(matchLocale(cookie, "fr")).toBe("fr");
  });
});
