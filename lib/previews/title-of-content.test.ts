import { expect, it } from "vitest";
import type { FileFacts } from "./facts/schema";
import { titleOfContent } from "./title-of-content";

const pdf = (title: string | null): FileFacts => ({
  kind: "pdf",
  trouble: null,
  pages: 1,
  pageWidth: null,
  pageHeight: null,
  title,
  author: null,
});

it.each(["The quiet harbour", "Titre sans fin", "دليل الشتاء", "冬の手帖", "Track record of a crisis"])(
  "%s is a title",
  (title) => {
    expect(titleOfContent(pdf(title))).toBe(title);
  },
);

it.each([
  null,
  "",
  "Untitled",
  "untitled-1",
  "Document 3",
  "Track 07",
  "Microsoft Word - thesis final(2)",
  "PowerPoint Presentation",
  "C:\\Users\\lina\\offer",
  "/tmp/a",
  "thesis.docx",
  "2024-11-03",
])("%s is what a program wrote", (title) => {
  expect(titleOfContent(pdf(title))).toBeNull();
});

it("a picture has none", () => {
  const facts: FileFacts = { kind: "picture", trouble: null, width: 1, height: 1, colourSpace: null, frames: 1 };
  expect(titleOfContent(facts)).toBeNull();
});
