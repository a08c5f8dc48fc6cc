import type { ByteSource } from "@/lib/storage/byte-source";
import { rawPdf } from "./raw-pdf";

const MARK = "0000000000";

/** A PDF of two pages with a picture of so many bytes between them, none of which is kept. `asked` has the ranges that were read. */
export function largePdf(size: number): ByteSource & { asked: [at: number, length: number][] } {
  const small = rawPdf([
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Count 2/Kids[3 0 R 5 0 R]>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 144]>>",
    `<</Length ${MARK}>>stream\n|\nendstream`,
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 144]>>",
  ]).toString("latin1");
  const [before = "", after = ""] = small.split("|");
  const parts = after.split("xref");
  // In place of one sign, and after it the place of the table with ten digits.
  const gap = size - small.length + 1 - (10 - (/\d+/.exec(parts[2] ?? "")?.[0].length ?? 0));
  const moved = (_: string, place: string) => `${String(Number(place) + gap - 1).padStart(10, "0")} 00000 n`;
  const table = (parts[1] ?? "").split("\n");
  const shifted = table.map((line, index) => (index === 7 ? line.replace(/(\d{10}) 00000 n/, moved) : line)).join("\n");
  const start = (parts[2] ?? "").replace(/\d+/, (place) => String(Number(place) + gap - 1).padStart(10, "0"));
  const head = Buffer.from(before.replace(MARK, String(gap).padStart(10, "0")), "latin1");
  const tail = Buffer.from([parts[0], shifted, start].join("xref"), "latin1");
  const asked: [number, number][] = [];
  return {
    size,
    asked,
    async read(at, length) {
      asked.push([at, length]);
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
      if (at < head.length) head.copy(bytes, 0, at);
      const from = size - tail.length - at;
      if (from < bytes.length) tail.copy(bytes, Math.max(0, from), Math.max(0, -from));
      return bytes;
    },
  };
}
