import { describe, expect, test } from "vitest";
import { attachmentDisposition, attachmentType } from "./attachment";

describe("the type under which bytes are sent", () => {
  test.each([
    "text/html",
    "TEXT/HTML; charset=utf-8",
    "application/xhtml+xml",
    "image/svg+xml",
    "application/xml",
    "text/xml",
    "application/xml-dtd",
    "application/rss+xml",
    "application/mathml+xml",
    "text/xsl",
    "text/javascript",
    "application/javascript",
    "application/x-javascript",
    "text/ecmascript",
    "text/jscript",
    "text/css",
    "text/vtt",
    "application/wasm",
    "multipart/x-mixed-replace; boundary=x",
    "no type at all",
    "text/plain\r\nX-Evil: 1",
    "",
  ])("%j could be run or rendered, or is none: plain bytes", (type) => {
    expect(attachmentType(type)).toBe("application/octet-stream");
  });

  test.each([
    "application/pdf",
    "text/plain",
    "text/plain; charset=utf-8",
    "image/png",
    "video/mp4",
    "application/zip",
    "application/json",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ])("%s is harmless and stays", (type) => {
    expect(attachmentType(type)).toBe(type);
  });
});

/** The name as RFC 8187 has it, else the quoted one, as browsers and download managers read it. */
function nameIn(header: string): string {
  const [, extended] = /filename\*=UTF-8''([^;]+)/.exec(header) ?? [];
  const [, quoted = ""] = /filename="((?:\\.|[^"\\])*)"/.exec(header) ?? [];
  const [, bare = quoted] = /filename=([^";\s]+)/.exec(header) ?? [];
  return extended ? decodeURIComponent(extended) : bare.replace(/\\(.)/g, "$1");
}

describe("the name under which it is saved", () => {
  test.each([
    "report.pdf",
    "تقرير نهائي.pdf",
    "報告書（最終版）.pdf",
    "отчёт.pdf",
    "📚 books 👩‍👩‍👧.zip",
    `a "quoted" name.txt`,
    "semi;colon, comma=equals.txt",
    "percent%41.txt",
    "it's.txt",
    `${"很长".repeat(42)}.txt`,
  ])("%s arrives as it is, in a header of plain ASCII that is an attachment", (name) => {
    const header = attachmentDisposition(name);
    expect(header).toMatch(/^attachment; filename[ -~]+$/);
    expect(nameIn(header)).toBe(name);
  });

  test.each([
    ["a line break", "a\r\nSet-Cookie: b=c.txt"],
    ["a zero byte", "a\0.txt"],
    ["half a character", "a\ud800b.txt"],
  ])("%s breaks no header", (_, name) => {
    expect(attachmentDisposition(name)).toMatch(/^attachment; [ -~]+$/);
  });
});
