import sharp from "sharp";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { makePdf } from "@/e2e/make-pdf";
import { hasMaker, perlPdf, printedPdf, rewrittenPdf } from "@/test/document-makers";
import { largePdf } from "@/test/large-pdf";
import { onePage, packedStream, pdfStream } from "@/test/raw-pdf";
import { readContent, sourceOf } from "@/test/read-content";
import type { PdfFacts } from "./facts/schema";
import type { Showing } from "./showing/schema";

// Programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000, maxConcurrency: 3 });

const MB = 1024 * 1024;

async function read(pdf: Uint8Array, showing: Partial<Showing> = {}) {
  const { facts, parts } = await readContent("application/pdf", pdf, { showing });
  const [part] = parts;
  return { facts: facts as PdfFacts, part, kinds: parts.map(({ kind }) => kind) };
}
const factsOf = async (pdf: Uint8Array) => (await read(pdf, { picture: "none" })).facts;

/** Shares of a picture that are dark, left and right. */
async function darkness(bytes: Buffer): Promise<[left: number, right: number]> {
  const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
  const dark = [0, 0];
  for (const [index, value] of data.entries())
    if (value < 128)
      dark[index % info.width < info.width / 2 ? 0 : 1] = (dark[index % info.width < info.width / 2 ? 0 : 1] ?? 0) + 1;
  return [(dark[0] ?? 0) / data.length, (dark[1] ?? 0) / data.length];
}

describe("a PDF tells its pages, their size, its title and who wrote it", () => {
  it.skipIf(!hasMaker("Chromium"))("printed by Chromium", async () => {
    const html = '<title>The long day</title><style>@page{size:A5}</style><h1>One</h1><p style="break-before:page">2';
    const facts = await factsOf(printedPdf(html));
    expect(facts).toMatchObject({ trouble: null, pages: 2, title: "The long day", author: null });
    expect([facts.pageWidth, facts.pageHeight].map((mm) => Math.round(mm ?? 0))).toEqual([148, 210]);
  });

  describe.skipIf(!hasMaker("PDF::API2"))("made by PDF::API2", () => {
    const told = {
      trouble: null,
      pages: 6,
      pageWidth: 297,
      pageHeight: 209.9,
      title: "Ночь и день",
      author: "Ana Ruiz",
    };
    let pdf: Buffer = Buffer.alloc(0);
    beforeAll(() => {
      pdf = perlPdf(6);
    });

    it("with a page that is turned", async () => {
      expect(await factsOf(pdf)).toMatchObject(told);
    });

    describe.skipIf(!hasMaker("qpdf")).concurrent("and written once more by qpdf", () => {
      it.each([
        ["with objects in compressed streams", "--object-streams=generate", "--recompress-flate"],
        ["to be shown while it is loaded", "--linearize", "--object-streams=generate"],
        ["plainly", "--qdf", "--object-streams=disable"],
        ["without a right to print, and no password to read", "--encrypt", "", "owner", "128", "--use-aes=y", "--"],
        ["the same by newer keys", "--encrypt", "", "owner", "256", "--print=none", "--"],
      ])("%s", async (_how, ...options) => {
        expect(await factsOf(rewrittenPdf(pdf, ...options))).toMatchObject(told);
      });

      it.each([
        ["of 40 bits", "--allow-weak-crypto", "--encrypt", "secret", "owner", "40", "--"],
        ["of 128 bits", "--encrypt", "secret", "owner", "128", "--use-aes=y", "--"],
        ["of 256 bits", "--encrypt", "secret", "owner", "256", "--"],
      ])("with a password to read, %s: nothing but that", async (_how, ...options) => {
        const { facts, kinds } = await read(rewrittenPdf(pdf, ...options), { picture: "reduced" });
        expect(facts).toMatchObject({ trouble: "encrypted", pages: null, pageWidth: null, title: null, author: null });
        expect(kinds).toEqual([]);
      });
    });
  });

  it("as another writes it, with no title", async () => {
    const facts = { trouble: null, pages: 3, pageWidth: 215.9, pageHeight: 279.4, title: null, author: null };
    expect(await factsOf(makePdf(["one", "two", "three"]))).toMatchObject(facts);
  });

  it("with what is cut from its pages, and a unit of its own", async () => {
    const entries = "/MediaBox[0 0 2000 1000]/CropBox[100 100 820 244]/Rotate 270/UserUnit 2";
    expect(await factsOf(onePage({ entries }))).toMatchObject({ pageWidth: 101.6, pageHeight: 508 });
  });

  it("with a title in its metadata alone, not in that of a picture", async () => {
    const packet = (title: string) =>
      `<?xpacket begin="\ufeff"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">${title}</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>Ana</rdf:li><rdf:li>Bo</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`;
    const stream = (title: string) => pdfStream(Buffer.from(packet(title)), "/Type/Metadata/Subtype/XML");
    const pdf = onePage({ catalog: "/Metadata 5 0 R", more: [stream("Été à Łódź"), stream("IMG 2044")] });
    expect(await factsOf(pdf)).toMatchObject({ title: "Été à Łódź", author: "Ana, Bo" });
    const packed = packedStream(Buffer.from(packet("Packed")), { entries: "/Type/Metadata/Subtype/XML" });
    expect(await factsOf(onePage({ catalog: "/Metadata 5 0 R", more: [packed] }))).toMatchObject({ title: "Packed" });
  });
});

describe.concurrent("of a PDF there is shown", () => {
  const pages = (count: number) => makePdf(Array.from({ length: count }, (_, index) => "I".repeat(index + 1)));

  it("one page to be read, of a long one: 800 points, 60 KB", async () => {
    const { part, kinds } = await read(pages(6));
    expect(kinds).toEqual(["page"]);
    expect(part).toMatchObject({ mediaType: "image/webp", width: 618, height: 800 });
    expect(part?.bytes.length).toBeLessThanOrEqual(60_000);
    const [left] = await darkness(part?.bytes ?? Buffer.alloc(0));
    expect(left).toBeGreaterThan(0.0001);
  });

  it("the page that its seller chose, or the last one", async () => {
    const [third, sixth, beyond] = await Promise.all([3, 6, 1_000].map((page) => read(pages(6), { page })));
    expect(third?.part?.bytes.equals(sixth?.part?.bytes ?? Buffer.alloc(0))).toBe(false);
    expect(beyond?.part?.bytes.equals(sixth?.part?.bytes ?? Buffer.alloc(0))).toBe(true);
  });

  it("of a short one a page that cannot be read, unless its seller says otherwise", async () => {
    const blurred = await read(pages(4));
    expect(blurred.kinds).toEqual(["blurred"]);
    expect(blurred.part).toMatchObject({ width: 25, height: 32 });
    expect((await read(pages(4), { picture: "cropped" })).kinds).toEqual(["blurred"]);
    expect((await read(pages(1), { picture: "reduced" })).kinds).toEqual(["page"]);
  });

  it("a blurred page, or none, if its seller says so", async () => {
    expect((await read(pages(6), { picture: "blurred" })).kinds).toEqual(["blurred"]);
    expect((await read(pages(6), { picture: "none" })).kinds).toEqual([]);
  });

  it("what is turned as readers show it, in its colours", async () => {
    const contents = "1 0 0 rg 0 0 612 396 re f";
    const { part } = await read(onePage({ entries: "/Rotate 90", contents }), { picture: "reduced" });
    expect(part).toMatchObject({ width: 800, height: 618 });
    const [left, right] = await darkness(part?.bytes ?? Buffer.alloc(0));
    expect(left).toBeGreaterThan(0.45);
    expect(right).toBeLessThan(0.05);
    const { channels } = await sharp(part?.bytes).stats();
    expect(channels.map(({ min }) => min > 200)).toEqual([true, false, false]);
  });

  it.each([2.5, 9.9])("a page of %d GB for a few hundred kilobytes", async (gigabytes) => {
    const source = largePdf(gigabytes * 1e9);
    const showing = { picture: "reduced" as const, page: 2 };
    const { facts, parts } = await readContent("application/pdf", source, { showing });
    expect(facts).toMatchObject({ trouble: null, pages: 2, pageWidth: 254, pageHeight: 50.8 });
    expect(parts).toHaveLength(1);
    expect(source.asked.length).toBeLessThan(10);
  });

  it("nothing of one that could only be read whole, beyond what may be read", async () => {
    const source = sourceOf(Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(90 * MB, " ")]));
    const { facts } = await readContent("application/pdf", source);
    expect(facts).toMatchObject({ trouble: "too-large", pages: null });
    expect(source.asked.length * 128 * 1024).toBeLessThan(66 * MB);
  });
});
