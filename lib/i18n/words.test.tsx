import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { fillMessage } from "./message";
import { bindWords, type Words } from "./words";
import { wordsIn } from "./words-in";

const text = (...args: Parameters<typeof fillMessage>) => fillMessage(...args).join("");

describe("a message", () => {
  it("is filled with its values", () => {
    expect(text("Pay {price} to {seller}", "en", { price: "$1", seller: "Ana" })).toBe("Pay $1 to Ana");
  });

  it("counts as its language does", () => {
    const files = "{count, plural, =0 {لا ملفات} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}";
    expect([0, 1, 2, 3, 11, 100].map((count) => text(files, "ar", { count }))).toEqual([
      "لا ملفات",
      "ملف واحد",
      "ملفان",
      "3 ملفات",
      "11 ملفًا",
      "100 ملف",
    ]);
    expect(text("{count, plural, one {# fichier} other {# fichiers}}", "fr", { count: 0 })).toBe("0 fichier");
  });

  it("keeps the letters of a value apart from those around it where they run the other way", () => {
    expect(text("إلى {name}", "ar", { name: "Ana.pdf" })).toBe("إلى \u2068Ana.pdf\u2069");
    expect(text("Download {name}", "en", { name: "تقرير.pdf" })).toBe("Download \u2068تقرير.pdf\u2069");
    expect(text("Download {name}", "en", { name: "report.pdf" })).toBe("Download report.pdf");
  });

  it("takes a value as it is, though it looks like a message", () => {
    expect(text("Sold {name}", "en", { name: "{count} <b>#</b> $& $1" })).toBe("Sold {count} <b>#</b> $& $1");
  });
});

describe("words of a namespace", () => {
  it("are text, or elements around and inside", () => {
    const t = wordsIn("fr", "layout");
    expect(t("yourFiles")).toBe("Vos fichiers");
    expect(renderToStaticMarkup(t.rich("runBy", { operator: <bdi>Ana</bdi> }))).toBe("Service tenu par <bdi>Ana</bdi>");
    const any = bindWords("en", { layout: { x: "See <link>the {what}</link>." } } as never, "layout") as unknown as {
      rich: (key: string, values: object) => React.ReactNode;
    };
    const link = (words: React.ReactNode) => <a href="/">{words}</a>;
    expect(renderToStaticMarkup(any.rich("x", { link, what: "terms" }))).toBe('See <a href="/">the terms</a>.');
  });

  it("fail aloud where a page forgot to bring them along", () => {
    expect(() => bindWords("en", {}, "layout")).toThrow('did not bring the words of "layout"');
  });

  it("are checked by the compiler: keys, values and tags", () => {
    const compiles = (t: Words<"layout">) => {
      t("runBy", { operator: "Ana" });
      // @ts-expect-error there is no such key
      t("yuorFiles");
      // @ts-expect-error its value is missing
      t("runBy");
      // @ts-expect-error it has no such value
      t("runBy", { operator: "Ana", seller: "Bo" });
    };
    expect(compiles).toBeTypeOf("function");
  });
});
