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
    const endings = "html htm xhtml svg xml xsl js mjs css vtt wasm mml rss txt png pdf json".split(" ");
    for (const name of ["name", ...endings.map((ending) => `name.${ending}`)]) {
      expect(attachmentType(type, name)).toBe("application/octet-stream");
      expect(attachmentType(type, name, true)).toBe("application/octet-stream");
    }
  });

  test.each([
    ["application/pdf", "a.pdf"],
    ["application/pdf", "A.PDF"],
    ["text/plain", "The free lunch is over.txt"],
    ["text/plain; charset=utf-8", "a.txt"],
    ["image/png", "photo.2024.png"],
    ["image/jpeg", "a.jpeg"],
    ["video/mp4", "a.mp4"],
    ["audio/ogg; codecs=opus", "a.opus"],
    ["application/zip", "a.zip"],
    ["application/json", "a.json"],
    ["application/vnd.openxmlformats-officedocument.wordprocessingml.document", "a.docx"],
  ])("%s fits %s and stays", (type, name) => expect(attachmentType(type, name)).toBe(type));

  test.each([
    ["video/quicktime", "The free lunch is over.txt"],
    ["image/bmp", "BMW.txt"],
    ["application/x-msdownload", "a.csv"],
    ["image/tiff", "photo.nef"],
    ["image/x-nikon-nef", "photo.nef"],
    ["image/apng", "a.png"],
    ["image/jpeg", "a.jpg.part"],
    ["audio/ogg", "a.ogg"],
    ["video/quicktime", "a.qt"],
    ["video/mp4", "a.m4v"],
    ["video/matroska", "a.mkv"],
    ["application/pdf", "drawing.ai"],
    ["text/vcard", "a.txt"],
    ["text/plain", "Makefile"],
    ["text/plain", "README.md"],
    ["text/plain", ".txt"],
    ["text/plain", "a.txt."],
    ["text/plain", "a.txt "],
    ["text/plain", "a.txt\n"],
    ["image/png", "picture"],
    ["application/zip", "a.apk"],
    ["constructor/x", "a.txt"],
    ["constructor", "a.txt"],
    ["application/unknown", "a.unknown"],
  ])("under %s a browser could rename %j: plain bytes", (type, name) =>
    expect(attachmentType(type, name)).toBe("application/octet-stream"),
  );

  test("where a page shows it, nothing is saved: the real type, so that it plays whatever its name", () => {
    expect(attachmentType("video/mp4", "film", true)).toBe("video/mp4");
    expect(attachmentType("audio/ogg", "a.ogg", true)).toBe("audio/ogg");
    expect(attachmentType("application/pdf", "film", true)).toBe("application/octet-stream");
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
