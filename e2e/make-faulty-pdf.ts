import { deflateSync } from "node:zlib";

/** PDFs as people have them: with a fault, or with more in them than can be drawn. */

type Fault = {
  /** Side in points of a picture that fills the first page. */
  picture?: number;
  /** The first page's object is missing. */
  withoutFirstPage?: true;
  /** Each page has a branch of the tree of pages for itself. */
  inBranches?: true;
  /** The table of objects leads nowhere. */
  withoutTable?: true;
  /** Bytes before the header. */
  before?: number;
};

/** Two pages; the second has a line of text. */
export function makeFaultyPdf(line: string, fault: Fault): Buffer {
  const { picture, withoutFirstPage, inBranches, withoutTable, before = 0 } = fault;
  const branch = (page: number) => Buffer.from(`<</Type/Pages/Parent 2 0 R/Count 1/Kids[${page} 0 R]>>`);
  const stream = (dictionary: string, content: Buffer) =>
    Buffer.concat([
      Buffer.from(`<<${dictionary}/Length ${content.length}>>\nstream\n`),
      content,
      Buffer.from("\nendstream"),
    ]);
  const resources = "/Resources<</Font<</F1 3 0 R>>/XObject<</Im 8 0 R>>>>";
  const page = (contents: number) =>
    Buffer.from(`<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]${resources}/Contents ${contents} 0 R>>`);
  const objects = [
    Buffer.from("<</Type/Catalog/Pages 2 0 R>>"),
    Buffer.from(`<</Type/Pages/Count 2/Kids[${inBranches ? "9 0 R 10 0 R" : "4 0 R 5 0 R"}]>>`),
    Buffer.from("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
    withoutFirstPage ? Buffer.from("(nothing)") : page(6),
    page(7),
    stream("", Buffer.from(picture ? "q 612 0 0 792 0 0 cm /Im Do Q" : "0 0 0 rg 100 100 300 300 re f")),
    stream("", Buffer.from(`BT /F1 36 Tf 72 700 Td (${line}) Tj ET`)),
    pictureObject(picture ?? 8, stream),
    branch(4),
    branch(5),
  ];
  const parts: Buffer[] = [Buffer.from("%PDF-1.4\n")];
  const places: number[] = [];
  let length = before + 9;
  const add = (part: Buffer) => {
    parts.push(part);
    length += part.length;
  };
  objects.forEach((body, index) => {
    places.push(length);
    add(Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), body, Buffer.from("\nendobj\n")]));
  });
  const rows = places.map((place) => `${String(place - before).padStart(10, "0")} 00000 n \n`).join("");
  const table = withoutTable ? "xref\nnothing\n" : `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  const begin = withoutTable ? 7 : length - before;
  add(Buffer.from(`${table}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${begin}\n%%EOF`));
  return Buffer.concat([Buffer.alloc(before, 0x0a), ...parts]);
}

/** One bit for each point, all black. */
function pictureObject(side: number, stream: (dictionary: string, content: Buffer) => Buffer): Buffer {
  const points = deflateSync(Buffer.alloc(Math.ceil(side / 8) * side));
  const size = `/Width ${side}/Height ${side}/BitsPerComponent 1/ColorSpace/DeviceGray`;
  return stream(`/Type/XObject/Subtype/Image${size}/Filter/FlateDecode`, points);
}
