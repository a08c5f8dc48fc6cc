import { describe, expect, it, vi } from "vitest";
import { hostileTexts } from "@/test/hostile-texts";
import { readContent } from "@/test/read-content";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

const read = async (text: string | Buffer, mediaType = "text/plain") => readContent(mediaType, Buffer.from(text));
const lines = (count: number, of = (index: number) => `Line ${index}`) =>
  Array.from({ length: count }, (_, index) => of(index + 1)).join("\n");

describe("of a text", () => {
  it("the first lines are shown: ten of a hundred, and no more than a tenth of it", async () => {
    const { facts, excerpt } = await read(`${lines(150)}\n`);
    expect(facts).toEqual({ kind: "text", trouble: null, lines: 150, encoding: "utf-8", columns: null });
    expect(excerpt).toEqual({ text: lines(10) });
    expect((await read(lines(50))).excerpt).toEqual({ text: lines(5) });
    // Its first lines are most of it.
    expect((await read(`${"word ".repeat(30)}\n${lines(40)}`)).excerpt).toEqual({});
  });

  it.each([
    ["fewer than ten lines", lines(9)],
    ["ten lines of which the first is most", `${"x".repeat(500)}\n${"y\n".repeat(9)}`],
    ["white space", " \n".repeat(500)],
  ])("with %s nothing is shown", async (_what, text) => {
    expect((await read(text)).excerpt).toEqual({});
  });

  it("at most 1,000 characters are shown, in whole lines and whole characters", async () => {
    const { excerpt } = await read(lines(2_000, () => "🎉".repeat(150)));
    expect(excerpt).toEqual({ text: lines(3, () => "🎉".repeat(150)) });
  });

  it("nothing is shown where its seller does not want it", async () => {
    const { facts, excerpt } = await readContent("text/plain", Buffer.from(lines(200)), { showing: { text: false } });
    expect([facts, excerpt]).toEqual([expect.objectContaining({ lines: 200 }), {}]);
  });

  it.each([
    ["text/markdown", "# One\n"],
    ["application/json", '{"a": 1}\n'],
    ["application/rss+xml", "<a/>\n"],
    ["text/javascript", "let a = 1;\n"],
    ["application/xml", "<a/>\n"],
    ["text/html", "<p>one</p>\n"],
  ])("the lines of %s are counted", async (mediaType, line) => {
    expect((await read(line.repeat(30), mediaType)).facts).toMatchObject({ kind: "text", lines: 30 });
  });

  it.each([
    ["Windows", "a\r\nb\r\nc\r\n", 3],
    ["an old Mac", "a\rb\rc", 3],
    ["Unix without a last end", "a\nb\nc", 3],
  ])("lines end as on %s", async (_what, text, count) => {
    expect((await read(text)).facts).toMatchObject({ lines: count });
  });

  it.each([
    ["utf-8", Buffer.from(`\ufeff${lines(100, () => "Café au lait")}`), "Café au lait"],
    ["utf-16le", Buffer.from(`\ufeff${lines(100, () => "Café au lait")}`, "utf16le"), "Café au lait"],
    ["utf-16be", Buffer.from(`\ufeff${lines(100, () => "Café au lait")}`, "utf16le").swap16(), "Café au lait"],
    [
      "windows-1252",
      Buffer.from(
        lines(100, () => "Café très français à l’été".replace("’", "'")),
        "latin1",
      ),
      "Café très français à l'été",
    ],
    [
      "shift_jis",
      Buffer.from(
        lines(100, () => "J").replaceAll(
          "J",
          "\x83\x65\x83\x58\x83\x67\x93\xfa\x96\x7b\x8c\xea\x82\xcc\x95\xb6\x8f\xcd\x82\xc5\x82\xb7",
        ),
        "latin1",
      ),
      "テスト日本語の文章です",
    ],
  ])("in %s its letters are right", async (encoding, bytes, line) => {
    const { facts, excerpt } = await read(bytes);
    expect(facts).toMatchObject({ encoding, lines: 100 });
    expect(excerpt?.text?.split("\n")[0]).toBe(line);
  });
});

describe("of a table", () => {
  it.each([
    ["commas", "a,b,c\n1,2,3\n", 3],
    ["semicolons", 'a;"b;\n"";x";c;d\r\n', 4],
    ["tabs", "a\tb\n", 2],
    ["one column", "a\nb\n", 1],
  ])("with %s the columns are counted", async (_what, text, columns) => {
    expect((await read(text, "text/csv")).facts).toMatchObject({ columns });
  });

  it("with tabs commas are no separators", async () => {
    expect((await read("a,b,c,d\te\n", "text/tab-separated-values")).facts).toMatchObject({ columns: 2 });
  });
});

describe("a text that no editor would open", () => {
  it.each(hostileTexts)("$what is told honestly, within its limits", async ({ mediaType, make, facts, excerpt }) => {
    const told = await readContent(mediaType ?? "text/plain", make());
    expect(told.facts).toMatchObject({ kind: "text", ...facts });
    expect(told.excerpt).toEqual(excerpt);
  });
});
