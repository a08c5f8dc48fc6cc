import { describe, expect, it, test } from "vitest";
import { renderMarkdown } from "./render-markdown";

describe("what an operator writes", () => {
  it("becomes headings below the page's own, lists, links and tables", () => {
    const html = renderMarkdown("# One\n\n- a\n\n[mail](mailto:a@b.example) [x](https://x.example)\n\n|a|\n|-|\n|b|\n");
    expect(html).toContain("<h2>One</h2>");
    expect(renderMarkdown("### Three\n\n#### Four\n")).toBe("<h2>Three</h2>\n<h3>Four</h3>\n");
    expect(html).toContain('<a href="mailto:a@b.example">mail</a>');
    expect(html).toContain('<a href="https://x.example" rel="noreferrer">x</a>');
    expect(html).toMatch(/<div class="table-scroll" tabindex="0"><table>[\s\S]*<\/table><\/div>/);
  });

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "text <b onclick='x()'>b</b>",
    "<!-- comment --><iframe src=//evil.example>",
    "<style>*{display:none}</style>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](java\nscript:alert(1))",
    "[a]( javascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "[a](vbscript:x)",
    "[a](file:///etc/passwd)",
    "[a](//evil.example)",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    '[a](https://x.example "\\" onmouseover=\\"alert(1)")',
    "![x](https://evil.example/pixel.gif)",
    '![" onerror="alert(1)](x)',
    "![[a](javascript:alert(1))](x)",
    "`<script>`\n\n    <script>\n\n```\n<script>\n```",
    '```" onclick="x\ncode\n```',
  ])("does nothing on the page but be read: %s", (text) => {
    const tags = renderMarkdown(text).match(/<[^>]*>/g) ?? [];
    for (const tag of tags) {
      expect(tag).toMatch(/^<\/?(?:p|a|code|pre|strong|em|br|hr|blockquote|ul|ol|li|h[2-6])\b/);
      expect(tag.replace(/"[^"]*"/g, '""')).not.toMatch(/\son\w+=|style=/i);
      expect(/href="([^"]*)"/.exec(tag)?.[1] ?? "https://x").toMatch(/^(?:https?:\/\/|mailto:|tel:|\/[^/]|#)/);
    }
  });

  it("keeps the words of a picture and not the picture", () => {
    expect(renderMarkdown("![a <b> map](https://evil.example/x.png)")).toBe("<p>a &lt;b&gt; map</p>\n");
  });
});

/** Shapes that parsers of Markdown are slow at, of about this many characters. */
const shapes: Record<string, (length: number) => string> = {
  "open brackets": (length) => "[".repeat(length),
  "nested brackets": (length) => "[".repeat(length / 2) + "]".repeat(length / 2),
  "links without an end": (length) => "[a](".repeat(length / 4),
  "pictures without an end": (length) => "![".repeat(length / 2),
  "deep quotes": (length) => ">".repeat(length),
  "deep lists": (length) => "- ".repeat(length / 2),
  "quotes in lists": (length) => "> - ".repeat(length / 4),
  "emphasis that never closes": (length) => "*a **a ".repeat(length / 7),
  "mixed emphasis": (length) => `${"_*".repeat(length / 2)}a`,
  "code that never closes": (length) =>
    Array.from({ length: Math.sqrt(2 * length) }, (_, at) => "`".repeat(at)).join("a"),
  "tags that never close": (length) => "<a ".repeat(length / 3),
  comments: (length) => "<!--".repeat(length / 4),
  "sections of CDATA": (length) => "<![CDATA[".repeat(length / 9),
  references: (length) => Array.from({ length: length / 10 }, (_, at) => `[${at}]: /u`).join("\n"),
  "uses of a reference": (length) => `[a]: /u\n${"[a]".repeat(length / 3)}`,
  "a table with many columns": (length) => {
    const columns = length / 8;
    return `${"|a".repeat(columns)}\n${"|-".repeat(columns)}\n${"|\n".repeat(length / 4)}`;
  },
  "lines of a quote that go on": (length) => `> a\n${"b\n".repeat(length / 2)}`,
  "half links": (length) => "[a\n".repeat(length / 3),
  entities: (length) => "&".repeat(length),
  escapes: (length) => "\\".repeat(length),
};

const SHORT = 25_000;
const TIMES = 4;

/** The least of three runs, in microseconds of this process: others on the machine count little. */
function cost(text: string): number {
  const runs = [0, 1, 2].map(() => {
    const before = process.cpuUsage();
    renderMarkdown(text);
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...runs);
}

test.each(Object.entries(shapes))("four times as much of it costs no more than a few times as much: %s", (_, make) => {
  const long = cost(make(SHORT * TIMES));
  // A parser that takes quadratic time needs sixteen times as much. What is too short to be measured counts as 20 ms.
  expect(long / Math.max(cost(make(SHORT)), 20_000)).toBeLessThan(TIMES * 2.5);
});
