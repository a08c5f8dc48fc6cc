import { describe, expect, it } from "vitest";
import { wordsIn } from "@/lib/i18n/words-in";
import { describeMediaType } from "./describe-media-type";

const en = wordsIn("en", "ui");

describe("what a file is", () => {
  it.each([
    ["application/pdf", "a.pdf", "PDF"],
    ["image/png", "a.png", "Picture (PNG)"],
    ["audio/mpeg", "noextension", "Audio"],
    ["audio/ogg; codecs=opus", "a.opus", "Audio (OPUS)"],
    ["application/zip", "a.zip", "Archive (ZIP)"],
    ["application/epub+zip", "a.epub", "E-book (EPUB)"],
    ["application/octet-stream", "model.gguf", "GGUF file"],
    ["application/octet-stream", "data", "File"],
    ["text/plain; charset=utf-8", "notes.txt", "Text (TXT)"],
    ["text/plain", "main.rs", "Text (RS)"],
    ["text/plain", "index.ts", "Text (TS)"],
    ["application/x-msdownload", "setup.exe", "Program (EXE)"],
    ["application/xml", "feed.rss", "RSS file"],
    ["application/xml", "data.txt", "TXT file"],
    ["application/octet-stream", "model.stl", "STL file"],
  ])("%s named %s is described as %s", (mediaType, name, words) =>
    expect(describeMediaType(mediaType, name, en)).toBe(words),
  );

  it.each([
    ["a program named as a document", "application/x-msdownload", "a.pdf", "Program by its content, PDF by its name"],
    ["a text named as a picture", "text/plain", "BMW.bmp", "Text by its content, BMP by its name"],
    ["an archive named as a film", "application/zip", "film.mp4", "Archive by its content, MP4 by its name"],
    ["a PDF named as a text", "application/pdf", "a.txt", "PDF by its content, TXT by its name"],
    ["bytes that are no picture", "application/octet-stream", "a.jpg", "JPG by its name only"],
    ["bytes that are no document", "application/octet-stream", "a.docx", "DOCX by its name only"],
    ["another document", "application/msword", "a.xlsx", "XLSX by its name only"],
  ])("tells content and name apart for %s", (_, mediaType, name, words) =>
    expect(describeMediaType(mediaType, name, en)).toBe(words),
  );

  it("leaves it at the kind where content and name are of one", () => {
    expect(describeMediaType("image/jpeg", "a.png", en)).toBe("Picture (PNG)");
    expect(describeMediaType("text/html", "a.txt", en)).toBe("Text (TXT)");
  });
});
