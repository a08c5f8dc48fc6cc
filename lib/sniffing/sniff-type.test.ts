import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sniffMediaType } from "./sniff-type";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "filekiosk-sniff-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function typeOf(bytes: string | Uint8Array, name: string): Promise<string> {
  const path = join(folder, "bytes");
  await writeFile(path, bytes);
  return sniffMediaType(path, name);
}

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const pdf = Buffer.from("%PDF-1.7\n%\u00e2\u00e3\n1 0 obj\n", "latin1");
/** An archive without entries: nothing in it says which format it holds. */
const emptyZip = Buffer.concat([
  Buffer.from("PK\u0003\u0004"),
  Buffer.alloc(26),
  Buffer.from("PK\u0005\u0006"),
  Buffer.alloc(18),
]);

describe("the media type", () => {
  const cases: [what: string, bytes: string | Uint8Array, name: string, type: string][] = [
    ["a picture is a picture", png, "a.png", "image/png"],
    ["a picture named as a page is a picture", png, "a.html", "image/png"],
    ["a document is a document whatever its name", pdf, "a.txt", "application/pdf"],
    ["plain words are text", "Hello, كشك", "notes", "text/plain"],
    ["among texts the name decides", "a,b\n1,2", "table.csv", "text/csv"],
    ["a name in capitals decides too", "# Title", "README.MD", "text/markdown"],
    ["a script is called a script", "alert(1)", "x.js", "text/javascript"],
    ["a page is a page whatever its name", "  <!DOCTYPE html><p>", "a.txt", "text/html"],
    ["a page behind a comment is a page", "<!-- x -->\n<html>", "a.bin", "text/html"],
    [
      "a drawing is a drawing",
      '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
      "a.svg",
      "image/svg+xml",
    ],
    ["a drawing named as text is a drawing", "<svg onload=alert(1)>", "a.txt", "image/svg+xml"],
    ["an unknown binary is bytes", Uint8Array.of(1, 2, 3, 0, 200), "a.xyz", "application/octet-stream"],
    ["an unknown binary named as text is bytes", Uint8Array.of(1, 2, 3, 0, 200), "a.txt", "application/octet-stream"],
    ["old text without a name is bytes", Uint8Array.of(0xe9, 0x74, 0xe9), "a", "application/octet-stream"],
    ["old text named as text is text", Uint8Array.of(0xe9, 0x74, 0xe9), "a.txt", "text/plain"],
    ["two-byte text is text", Uint8Array.of(0xff, 0xfe, 0x41, 0x00), "a.txt", "text/plain"],
    ["a two-byte page is a page", Buffer.from("\ufeff<html>", "utf16le"), "a.txt", "text/html"],
    [
      "sound that begins like two-byte text is not text",
      Uint8Array.of(0xff, 0xfe, 0x00, 0x00, 1, 0, 2, 0),
      "a.txt",
      "audio/mpeg",
    ],
    ["an archive is an archive", emptyZip, "a.zip", "application/zip"],
    ["an archive is what its name says it holds", emptyZip, "a.epub", "application/epub+zip"],
    ["an archive named as a page is an archive", emptyZip, "a.html", "application/zip"],
  ];
  it.each(cases)("%s", async (_, bytes, name, type) => expect(await typeOf(bytes, name)).toBe(type));

  it("does not call text binary because the sample ends inside a character", async () => {
    expect(await typeOf(`a${"é".repeat(40_000)}`, "long.txt")).toBe("text/plain");
  });

  it("survives bytes that begin like a format and continue as noise", async () => {
    const starts = [
      "PK\u0003\u0004",
      "RIFF",
      "\u001a\u0045\u00df\u00a3",
      "0&\u00b2u\u008ef\u00cf\u0011",
      "ID3",
      "\u0000\u0000\u0000 ftyp",
      "%PDF-",
      "OggS",
      "II*\u0000",
      "fLaC",
    ];
    for (const start of starts) {
      const noise = Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 251));
      expect(await typeOf(Buffer.concat([Buffer.from(start, "latin1"), noise]), "x")).toMatch(/^[\w.+-]+\/[\w.+-]+/);
    }
  });
});
