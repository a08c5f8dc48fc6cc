import { onePage, packedStream, pdfStream, rawPdf } from "./raw-pdf";

/** PDFs that are meant to cost a reader its time, its memory or its answer. */

const MB = 1024 * 1024;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Two of the next in each of 30 forms: 2^30 times the last one. */
function nestedForms(): Buffer {
  const more = range(30).map((index) => {
    const next = index === 29 ? "" : `/Resources<</XObject<</F ${6 + index} 0 R>>>>`;
    const content = index === 29 ? "0 0 9 9 re f" : "/F Do 1 0 0 1 1 1 cm /F Do";
    return pdfStream(content, `/Type/XObject/Subtype/Form/BBox[0 0 612 792]${next}`);
  });
  return onePage({ resources: "/XObject<</F 5 0 R>>", contents: "/F Do", more });
}

/** Each tile is filled with tiles of the next pattern. */
function nestedPatterns(): Buffer {
  const more = range(20).map((index) => {
    const next = index === 19 ? "" : `/Pattern<</P ${6 + index} 0 R>>`;
    const content = index === 19 ? "0 0 1 1 re f" : "/Pattern cs /P scn 0 0 600 700 re f";
    const box = "/BBox[0 0 600 700]/XStep 0.01/YStep 0.01";
    return pdfStream(content, `/PatternType 1/PaintType 1/TilingType 1${box}/Resources<<${next}>>`);
  });
  const contents = "/Pattern cs /P scn 0 0 612 792 re f";
  return onePage({ resources: "/Pattern<</P 5 0 R>>", contents, more });
}

/** Every group needs a picture of its own while those below it are drawn. */
function nestedGroups(): Buffer {
  const count = 400;
  const more = range(count).map((index) => {
    const next = index === count - 1 ? "" : `/XObject<</F ${6 + index} 0 R>>`;
    const content = index === count - 1 ? "0 0 600 700 re f" : "/G gs /F Do";
    const group = "/Group<</S/Transparency/I true/K true>>";
    const state = "/ExtGState<</G<</ca 0.5/BM/Multiply>>>>";
    return pdfStream(content, `/Type/XObject/Subtype/Form/BBox[0 0 612 792]${group}/Resources<<${next}${state}>>`);
  });
  return onePage({ resources: "/XObject<</F 5 0 R>>", contents: "/F Do", more });
}

const image = (data: Buffer | string, entries: string, filter: string) =>
  onePage({
    resources: "/XObject<</I 5 0 R>>",
    contents: "q 600 0 0 700 0 0 cm /I Do Q",
    more: [pdfStream(data, `/Type/XObject/Subtype/Image${entries}${filter}`)],
  });

const words = (...values: number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
};

/** A page of 4,294,967,295 pixels a side, by its head (ITU-T T.88, 7.4.8). */
function jbig2(): Buffer {
  const page = Buffer.concat([words(0xffffffff, 0xffffffff, 0, 0), Buffer.from([0, 0, 0])]);
  const head = Buffer.concat([words(0), Buffer.from([48, 0, 1]), words(page.length)]);
  const entries = "/Width 60000/Height 60000/BitsPerComponent 1/ColorSpace/DeviceGray";
  return image(Buffer.concat([head, page]), entries, "/Filter/JBIG2Decode");
}

/** 60,000 pixels a side in one tile, by its head (ITU-T T.800, A.5.1). */
function jpx(): Buffer {
  const components = Buffer.from([0, 3, 7, 1, 1, 7, 1, 1, 7, 1, 1]);
  const size = Buffer.concat([Buffer.from([0, 0]), words(60_000, 60_000, 0, 0, 60_000, 60_000, 0, 0), components]);
  const cod = Buffer.from([0xff, 0x52, 0, 12, 0, 0, 0, 1, 1, 5, 4, 4, 0, 1]);
  const qcd = Buffer.from([0xff, 0x5c, 0, 4, 0x40, 0x40]);
  const tile = Buffer.concat([Buffer.from([0xff, 0x90, 0, 10, 0, 0]), words(0), Buffer.from([0, 1, 0xff, 0x93])]);
  const head = Buffer.from([0xff, 0x4f, 0xff, 0x51, 0, size.length + 2]);
  const data = Buffer.concat([head, size, cod, qcd, tile, Buffer.alloc(2_000), Buffer.from([0xff, 0xd9])]);
  return image(data, "/Width 60000/Height 60000", "/Filter/JPXDecode");
}

/** Zeros in two layers. */
function flateBomb(): Buffer {
  const entries = "/Type/XObject/Subtype/Image/Width 32000/Height 32000/BitsPerComponent 8/ColorSpace/DeviceGray";
  return onePage({
    resources: "/XObject<</I 5 0 R>>",
    contents: "q 600 0 0 700 0 0 cm /I Do Q",
    more: [packedStream(Buffer.alloc(150 * MB), { entries, times: 2 })],
  });
}

/** A letter whose drawing writes the same letter. */
function recursiveFont(): Buffer {
  const font =
    "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[9]" +
    "/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>";
  const letter = pdfStream(`9 0 0 0 9 9 d1 BT /F 9 Tf (${"a".repeat(200)}) Tj ET`);
  return onePage({
    resources: "/Font<</F 5 0 R>>",
    contents: `BT /F 9 Tf 9 9 Td (${"a".repeat(200)}) Tj ET`,
    more: [font, letter],
  });
}

/** A colour of each point by a program of 20,000 steps. */
function slowShading(): Buffer {
  const steps = "dup sin exch cos mul 2 copy add exch ".repeat(5_000);
  const program = pdfStream(`{ ${steps} pop pop 0.5 0.5 0.5 }`, "/FunctionType 4/Domain[0 1 0 1]/Range[0 1 0 1 0 1]");
  const shading = "<</ShadingType 1/ColorSpace/DeviceRGB/Domain[0 1 0 1]/Matrix[612 0 0 792 0 0]/Function 6 0 R>>";
  return onePage({ resources: "/Shading<</S 5 0 R>>", contents: "/S sh", more: [shading, program] });
}

const pages = (count: number, kids: string) =>
  rawPdf([
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Count ${count}/Kids[${kids}]>>`,
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>",
  ]);

/** The newest table of objects says that the one before it is itself, and a stream of objects extends itself. */
function endlessTables(): Buffer {
  const text =
    "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" +
    "9 0 obj<</Type/ObjStm/N 1/First 4/Extends 9 0 R/Length 40>>stream\n2 0 <</Type/Pages/Count 1/Kids[2 0 R]>>\nendstream endobj\n";
  const at = text.length;
  return Buffer.from(
    `${text}xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer<</Size 10/Root 1 0 R/Prev ${at}>>\nstartxref\n${at}\n%%EOF`,
  );
}

/** 20,000 tables of objects, each of which names the one before it. */
function manyTables(): Buffer {
  const [head = ""] = pages(1, "3 0 R").toString("latin1").split("xref");
  const parts = [head];
  let [at, last] = [head.length, 0];
  for (const number of range(20_000)) {
    const before = number === 0 ? "" : `/Prev ${last}`;
    const table = `xref\n0 1\n0000000000 65535 f \ntrailer<</Size 4/Root 1 0 R${before}>>\n`;
    last = at;
    at += table.length;
    parts.push(table);
  }
  return Buffer.from(`${parts.join("")}startxref\n${last}\n%%EOF`, "latin1");
}

/** A tree of pages, each level of which is what this tells. */
const tree = (levels: number, kids: (next: string) => string) =>
  rawPdf([
    "<</Type/Catalog/Pages 2 0 R>>",
    ...range(levels).map((level) => `<</Type/Pages${kids(`${level + 3} 0 R`)}>>`),
    "<</Type/Page/MediaBox[0 0 612 792]>>",
  ]);

/** What each is for, and how it is made. */
export const hostilePdfs: Record<string, () => Buffer> = {
  "tables of objects without end": endlessTables,
  "20,000 tables of objects": manyTables,
  "a page below 100,000 levels": () => tree(100_000, (next) => `/Count 1/Kids[${next}]`),
  "2^40 pages that are not counted": () => tree(40, (next) => `/Kids[${next} ${next}]`),
  "a tree of pages that contains itself": () => pages(5, "2 0 R ".repeat(5)),
  "a page, said to be a million": () => pages(1_000_000, "3 0 R"),
  "a million times the same page": () => pages(1_000_000, "3 0 R ".repeat(1_000_000)),
  "a page of 100,000 points a side": () =>
    onePage({ entries: "/MediaBox[0 0 100000 100000]", contents: "0 0 100000 50000 re f" }),
  "a page without an area": () => onePage({ entries: "/MediaBox[0 0 0 0]/CropBox[5 5 1 -9]" }),
  "a page as long as a street": () => onePage({ entries: "/MediaBox[0 0 1 1000000]/UserUnit 75000" }),
  "forms nested 2^30 times": nestedForms,
  "patterns in patterns": nestedPatterns,
  "400 groups, one in another": nestedGroups,
  "a JBIG2 picture of 4 billion points a side": jbig2,
  "a JPEG 2000 picture of 60,000 points a side": jpx,
  "a picture that unpacks to 150 MB": flateBomb,
  "a letter that is drawn by itself": recursiveFont,
  "colours that are calculated without end": slowShading,
  "drawing commands of 100 MB": () =>
    onePage({ contents: packedStream("0 0 m 600 700 l 9 3 5 99 3 4 c S\n".repeat(3_000_000), { times: 2 }) }),
  "contents of a million parts": () =>
    rawPdf([
      "<</Type/Catalog/Pages 2 0 R>>",
      "<</Type/Pages/Count 1/Kids[3 0 R]>>",
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents[${"4 0 R ".repeat(1_000_000)}]>>`,
      packedStream("0 0 m 600 700 l S ".repeat(10_000)),
    ]),
  "a million notes on a page": () =>
    onePage({
      entries: `/Annots[${"5 0 R ".repeat(1_000_000)}]`,
      more: ["<</Type/Annot/Subtype/Square/Rect[0 0 600 700]/C[1 0 0]>>"],
    }),
  "a million arrays, one in another": () => onePage({ entries: `/X${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}` }),
  "a title of 20 MB": () => onePage({ more: [`<</Title(${"T".repeat(20 * MB)})>>`], trailer: "/Info 5 0 R" }),
  "a title that names itself": () => onePage({ more: ["<</Title 6 0 R>>", "6 0 R"], trailer: "/Info 5 0 R" }),
  "JavaScript that never ends": () =>
    onePage({ catalog: "/OpenAction<</S/JavaScript/JS(while\\(1\\){app.alert\\(1\\)})>>", contents: "0 0 9 9 re f" }),
  "no more than its first line": () => Buffer.from("%PDF-1.7\n"),
  "40 MB that are no objects": () => Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(40 * MB, "1 0 obj << ")]),
  "10 MB of beginnings of objects": () =>
    Buffer.from(
      `%PDF-1.7\n${range(600_000)
        .map((number) => `${number} 0 obj<</A `)
        .join("\n")}`,
    ),
};
