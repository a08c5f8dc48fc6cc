import { describe, expect, it, test } from "vitest";
import { firstSentence, renderDescription } from "./render-description";

const html = (text: string) => {
  const { start, rest } = renderDescription(text);
  return start + rest;
};

describe("a description", () => {
  it("becomes headings below the page's, lists, emphasis and links that are nobody's recommendation", () => {
    const text = "# What you get\n\n- a **bold** thing\n\n[the licence](https://example.org/by)\n";
    expect(html(text)).toBe(
      '<h2 dir="auto">What you get</h2>\n<ul dir="auto">\n<li>a <strong>bold</strong> thing</li>\n</ul>\n' +
        '<p dir="auto"><a href="https://example.org/by" rel="nofollow ugc noopener noreferrer">the licence</a> ' +
        '<bdi class="host">(example.org)</bdi></p>\n',
    );
  });

  it("keeps the lines of plain text, and links whole addresses only", () => {
    const text = "Line one\nnotes.md, v2.zip and mail@example.org\n    indented\nhttps://example.org/a?b=1&c";
    const rendered = html(text);
    expect(rendered).toContain("Line one<br>");
    expect(rendered).not.toContain("<code>");
    expect(rendered.match(/<a /g)).toHaveLength(1);
    expect(rendered).toContain('href="https://example.org/a?b=1&amp;c" rel="nofollow ugc noopener noreferrer"');
    expect(rendered).not.toContain("host");
  });

  it.each([
    ["[https://bank.example/](https://evil.example/)", "(evil.example)"],
    ["<https://evil.example/>", ""],
    ["[a](https://xn--80ak6aa92e.com/)", "(xn--80ak6aa92e.com)"],
    ["[x](https://bank.example@evil.example/)", "(evil.example)"],
  ])("says where a link leads: %s", (text, host) => {
    expect(/<bdi class="host">([^<]*)</.exec(html(text))?.[1] ?? "").toBe(host);
  });

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "text <b onclick='x()'>b</b><style>*{display:none}</style>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:x) [b](file:///etc/passwd) [c](//evil.example) [d](tel:1) [e](/operator) [f](#main) [g](ipfs://x)",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    '[a](https://x.example "\\" onmouseover=\\"alert(1)")',
    "![x](https://evil.example/pixel.gif)",
    '![" onerror="alert(1)](x)',
    "![[a](javascript:alert(1))](x)",
    '```" onclick="x\ncode\n```',
    "|a|\n|-|\n|b|",
    '[a](https://evil.example/"><script>alert(1)</script>)',
    "\u202e[a](https://x.example)\u202c\u2066\u2069\u200f",
  ])("does nothing on the page but be read: %s", (text) => {
    const tags = html(text).match(/<[^>]*>/g) ?? [];
    for (const tag of tags) {
      expect(tag).toMatch(/^<\/?(?:p|a|code|pre|strong|em|br|hr|blockquote|ul|ol|li|bdi|s|h[2-6])\b/);
      expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\son\w+=|style=|src=/i);
      expect(/href="([^"]*)"/.exec(tag)?.[1] ?? "https://x").toMatch(/^(?:https?:\/\/|mailto:)/);
    }
  });

  it("keeps the words of a picture and not the picture", () => {
    expect(html("![a <b> map](https://evil.example/x.png)")).toBe('<p dir="auto">a &lt;b&gt; map</p>\n');
  });

  it("is cut between its blocks after about six lines of a phone", () => {
    const block = "Words of about thirty letters. ".repeat(6).trim();
    const { start, rest } = renderDescription(`${block}\n\n- ${block}\n- b\n\n## Then\n\n${block}`);
    expect(start.match(/<(?:p|ul) /g)).toHaveLength(2);
    expect(start).toContain("</ul>");
    expect(rest).toMatch(/^<h2 /);
    expect(renderDescription("short").rest).toBe("");
  });
});

describe("its first sentence", () => {
  it.each([
    ["Twelve letters from a farm. And more.", "Twelve letters from a farm."],
    ["# A **bold** title\n\nText", "A bold title"],
    ["- one\n- two", "one"],
    ["![](https://x.example/p.png)\n\nReal words! More", "Real words!"],
    ["See [the licence](https://example.org) or `code`", "See the licence or code"],
    ["اثنتا عشرة رسالة من مزرعة. ثم المزيد.", "اثنتا عشرة رسالة من مزرعة."],
    ["هل تصغي؟ نعم.", "هل تصغي؟"],
    ["two\nlines", "two lines"],
    ["<b>text</b>", "<b>text</b>"],
    ["", ""],
    ["---", ""],
  ])("of %j is %j", (text, sentence) => expect(firstSentence(text)).toBe(sentence));

  it("is short, and cut between words and whole characters", () => {
    const cut = firstSentence("word ".repeat(100));
    expect(cut.length).toBeLessThanOrEqual(200);
    expect(cut).toMatch(/word…$/);
    expect(firstSentence("😀".repeat(150))).toMatch(/^(?:😀)+…$/u);
  });
});

/** Shapes that parsers of Markdown are slow at, of about this many characters. */
const shapes: Record<string, (length: number) => string> = {
  "open brackets": (length) => "[".repeat(length),
  "nested brackets": (length) => "[".repeat(length / 2) + "]".repeat(length / 2),
  "links without an end": (length) => "[a](".repeat(length / 4),
  "deep quotes": (length) => ">".repeat(length),
  "deep lists": (length) => "- ".repeat(length / 2),
  "emphasis that never closes": (length) => "*a **a ".repeat(length / 7),
  "code that never closes": (length) =>
    Array.from({ length: Math.sqrt(2 * length) }, (_, at) => "`".repeat(at)).join("a"),
  entities: (length) => "&".repeat(length),
  "many links": (length) => "[a](https://b.example) ".repeat(length / 23),
  "many addresses": (length) => "https://b.example/ ".repeat(length / 19),
  "an address without an end": (length) => `https://b.example/${"(".repeat(length)}`,
  "direction marks": (length) => "\u200f".repeat(length),
};

test.each(Object.entries(shapes))("is rendered in time that grows with its length: %s", (_, make) => {
  const cost = (text: string) => {
    const before = process.cpuUsage();
    html(text);
    firstSentence(text);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  };
  const least = (text: string) => Math.min(cost(text), cost(text), cost(text));
  // A parser that takes quadratic time needs sixteen times as much. What is too short to be measured counts as 20 ms.
  expect(least(make(40_000)) / Math.max(least(make(10_000)), 20_000)).toBeLessThan(10);
});

test("two thousand nested quotes are a few, and quick", () => {
  const rendered = html(`${">".repeat(1_990)} deep`);
  expect(rendered.match(/<blockquote/g)?.length ?? 0).toBeLessThanOrEqual(20);
});
