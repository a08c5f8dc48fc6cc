import { deflateSync } from "node:zlib";

/** An object: its text, or bytes for what is binary. */
export type PdfObject = string | Buffer;

type Options = {
  /** More of the trailer, such as `/Info 5 0 R`. */
  trailer?: string;
};

const bytesOf = (body: PdfObject): Buffer => (typeof body === "string" ? Buffer.from(body, "latin1") : body);

/** A PDF of these objects, numbered from 1; the first is the catalog. */
export function rawPdf(objects: readonly PdfObject[], { trailer = "" }: Options = {}): Buffer {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  let length = parts[0]?.length ?? 0;
  const places = objects.map((body, index) => {
    const at = length;
    for (const part of [`${index + 1} 0 obj\n`, body, "\nendobj\n"]) {
      const bytes = bytesOf(part);
      parts.push(bytes);
      length += bytes.length;
    }
    return `${String(at).padStart(10, "0")} 00000 n \n`;
  });
  const head = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join("")}`;
  const tail = `trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(head + tail, "latin1")]);
}

/** A stream with its dictionary. */
export function pdfStream(content: string | Buffer, entries = ""): Buffer {
  const bytes = bytesOf(content);
  return Buffer.concat([
    Buffer.from(`<</Length ${bytes.length}${entries}>>\nstream\n`, "latin1"),
    bytes,
    Buffer.from("\nendstream"),
  ]);
}

/** The same, compressed as often as that. */
export function packedStream(content: string | Buffer, { entries = "", times = 1 } = {}): Buffer {
  let bytes = bytesOf(content);
  for (let time = 0; time < times; time += 1) bytes = deflateSync(bytes);
  return pdfStream(bytes, `/Filter[${"/FlateDecode".repeat(times)}]${entries}`);
}

type Page = {
  /** Of the page. */
  entries?: string;
  resources?: string;
  contents?: PdfObject;
  /** Objects from the fifth on, which the page can name. */
  more?: readonly PdfObject[];
  /** Of the catalog. */
  catalog?: string;
  trailer?: string;
};

/** One page: its objects are the catalog, the tree, the page, its contents, and more. */
export function onePage({ entries = "", resources = "", contents = "", more = [], ...rest }: Page): Buffer {
  const box = entries.includes("/MediaBox") ? "" : "/MediaBox[0 0 612 792]";
  const stream = typeof contents === "string" ? pdfStream(contents) : contents;
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${rest.catalog ?? ""}>>`,
    "<</Type/Pages/Count 1/Kids[3 0 R]>>",
    `<</Type/Page/Parent 2 0 R${box}${entries}/Resources<<${resources}>>/Contents 4 0 R>>`,
    stream,
    ...more,
  ];
  return rawPdf(objects, rest.trailer === undefined ? {} : { trailer: rest.trailer });
}
