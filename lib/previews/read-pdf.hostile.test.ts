import { describe, expect, it, vi } from "vitest";
import { hostilePdfs } from "@/test/hostile-pdfs";
import { pdfStream, rawPdf } from "@/test/raw-pdf";
import { readContent } from "@/test/read-content";
import type { PdfFacts } from "./facts/schema";

// Programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 3 });

async function read(pdf: Uint8Array) {
  const { facts, parts } = await readContent("application/pdf", pdf, { showing: { picture: "reduced" } });
  return { facts: facts as PdfFacts, part: parts[0], kinds: parts.map(({ kind }) => kind) };
}

describe("a PDF that was cut off", () => {
  const whole = rawPdf([
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Count 8/Kids[3 0 R 4 0 R 5 0 R 6 0 R 7 0 R 8 0 R 9 0 R 10 0 R]>>",
    ...Array.from({ length: 8 }, () => `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 11 0 R>>`),
    pdfStream("0 0 9 9 re f ".repeat(50)),
  ]);
  const all = Array.from({ length: 19 }, (_, index) => index + 1);
  const twentieths = process.env.TEST_LONG === "1" ? all : all.filter((share) => share % 4 === 1);

  it.concurrent.each(twentieths)(
    "after %d twentieths is said to be damaged, and to have no pages that are gone",
    async (share) => {
      const { facts } = await read(whole.subarray(0, (whole.length * share) / 20));
      expect(facts.trouble).toBe("damaged");
      expect([null, 8]).toContain(facts.pages);
      if (share < 10) expect(facts.pages).toBeNull();
    },
  );
});

describe.concurrent("a PDF that is meant to cost much", () => {
  const page = { pages: 1, pageWidth: 215.9, pageHeight: 279.4 };
  /** Also that nothing is made of it, where it says so. */
  const expected: Record<keyof typeof hostilePdfs, Partial<PdfFacts> & { nothing?: true }> = {
    "tables of objects without end": { trouble: "damaged", pages: null },
    "20,000 tables of objects": { trouble: null, ...page },
    "a page below 100,000 levels": { trouble: "damaged", pages: null },
    "2^40 pages that are not counted": { trouble: "damaged", pages: null },
    "a tree of pages that contains itself": { trouble: "damaged", pages: null },
    "a page, said to be a million": { trouble: "damaged", pages: null },
    "a million times the same page": { trouble: null, pages: 1_000_000 },
    "a page of 100,000 points a side": { trouble: null, pageWidth: 35_277.8 },
    "a page without an area": { trouble: null, pages: 1 },
    "a page as long as a street": { trouble: null, pages: 1 },
    "forms nested 2^30 times": { trouble: "too-large", ...page, nothing: true },
    "patterns in patterns": { trouble: "too-large", ...page, nothing: true },
    "400 groups, one in another": { trouble: null, ...page },
    "a JBIG2 picture of 4 billion points a side": { trouble: null, ...page },
    "a JPEG 2000 picture of 60,000 points a side": { trouble: null, ...page },
    "a picture that unpacks to 150 MB": { trouble: null, ...page },
    "a letter that is drawn by itself": { trouble: null, ...page },
    "colours that are calculated without end": { trouble: "too-large", ...page, nothing: true },
    "drawing commands of 100 MB": { trouble: "too-large", ...page, nothing: true },
    "contents of a million parts": { trouble: "too-large", ...page, nothing: true },
    "a million notes on a page": { trouble: "too-large", ...page, nothing: true },
    "a million arrays, one in another": { trouble: null, ...page },
    "a title of 20 MB": { trouble: null, ...page, title: null },
    "a title that names itself": { trouble: null, ...page, title: null },
    "JavaScript that never ends": { trouble: null, ...page },
    "no more than its first line": { trouble: "damaged", pages: null },
    "40 MB that are no objects": { trouble: "damaged", pages: null },
    "10 MB of beginnings of objects": { trouble: "damaged", pages: null },
  };

  it.each(Object.keys(hostilePdfs))("%s", async (name) => {
    const { nothing, ...facts } = expected[name] ?? {};
    const made = await read(hostilePdfs[name]?.() ?? Buffer.alloc(0));
    expect(made.facts).toMatchObject(facts);
    if (nothing) expect(made.kinds).toEqual([]);
    if (made.part) expect(Math.max(made.part.width, made.part.height)).toBeLessThanOrEqual(800);
  });
});
