import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sniffMediaType } from "./sniff-type";

const source = readFileSync(
  createRequire(import.meta.url)
    .resolve("file-type")
    .replace(/index\.js$/, "core.js"),
  "utf8",
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "filekiosk-texts-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function typeOf(bytes: string | Uint8Array, name: string): Promise<string> {
  const path = join(folder, "bytes");
  await writeFile(path, bytes);
  return sniffMediaType(path, name);
}

/** A text with these characters at these places, and words in between. */
function withLetters(...letters: [at: number, text: string][]): string {
  const words = "all work and no play makes a dull day ".repeat(12);
  return letters.reduce((text, [at, put]) => text.slice(0, at) + put + text.slice(at + put.length), words);
}

describe("a text that begins like a signature", () => {
  const beginnings = [
    "BMW drives on",
    "MZ;Mozambique;Maputo",
    "%!TEX program = xelatex",
    "`\u00ea is how it is written",
    "x\u0001".slice(0, 1),
    "GIF is pronounced with a soft g",
    "BZhang wrote this",
    "ID3 tags in practice: everything you need to know",
    "MP+ is an old name",
    "CWS and FWS: two stations",
    "FLIF was replaced by JPEG XL",
    "8BPS is the magic of Photoshop",
    "MPCK, the Musepack stream",
    "FORM 1040: how to fill it in",
    "icns files on a Mac",
    "OggS is the capture pattern",
    "MThd, a header chunk",
    "wOFFle and waffle",
    "DSD or PCM? A listening test",
    "LZIPfile manual",
    "fLaC is how it begins",
    "wvpk notes",
    "%PDF is the beginning of every PDF",
    "II*Samuel and other notes of the choir",
    "MM*Music",
    "MAC addresses of the office",
    "SQLite in the browser",
    "Cr24 and other steels",
    "MSCF stands for cabinet",
    "ISc( open",
    "!BDN bang",
    "PAR1S is lovely in spring",
    "PARENTS' MEETING, minutes",
    "ttcf or ttf?",
    "regfee: unpaid",
    "$FL2 flat rate",
    "#!AMRoom notes",
    "{\\rtf is how RTF begins",
    "IMPM module list",
    "a -lh5- method of LHA",
    "ITSFoss, a blog",
    ".RMF real media",
    "DRACO MALFOY AND THE LETTER",
    "solid advice for first-time buyers",
    "AC1015 is a drawing version",
    "070707 was her birthday",
    "BLENDER recipes for the summer",
    "!<arch> explained",
    "WEBVTT is a format for subtitles",
    "The free lunch is over",
    "The moov atom",
    "gimp xcf is a format",
    "The ftypes of things, sorted",
    "RIFFs of AVIcii: a guitar book",
    "FUJIFILMCCD-RAW is a signature",
    "Extended Module: what it means",
    "Creative Voice Files of the nineties",
    "Kaydara FBX Binary files, a reader",
    "BEGIN:VCARDS and other words",
    "REGEDIT4 is a line",
  ];
  it.each(beginnings)("%j is a text", async (beginning) => {
    expect(await typeOf(`${beginning}.\nMore words follow here.\n`, "notes.txt")).toBe("text/plain");
    expect(await typeOf(`\ufeff${beginning}.\n`, "notes.log")).toBe("text/plain");
    expect(await typeOf(`${beginning},1\n2,3\n`, "table.csv")).toBe("text/csv");
    expect(await typeOf(Buffer.from(`\ufeff${beginning}.\n`, "utf16le"), "wide.txt")).toBe("text/plain");
  });

  /** All signatures in the library's source that are letters, digits and signs, and where they have to be. */
  const signatures = [
    ...source.matchAll(/check(String)?\((?:'([^']+)'|\[([0-9A-Fx, ]+)\])(?:, \{offset: (\d+))?/gi),
  ].map(([, , text, codes = "", at = "0"]) => ({
    at: Number(at),
    letters: text?.replaceAll("\\\\", "\\") ?? String.fromCharCode(...codes.split(", ").map(Number)),
  }));
  const printable = signatures.filter(({ letters }) => /^[ -~]+$/.test(letters) && !letters.includes("\\"));

  it("is one of many", () => expect(printable.length).toBeGreaterThan(80));

  it.each(printable)("the letters $letters at byte $at are letters", async ({ letters, at }) => {
    const type = letters === "<?xml " && at === 0 ? "application/xml" : "text/plain";
    expect(await typeOf(withLetters([at, letters]), "notes.txt")).toBe(type);
    expect(await typeOf(`${withLetters([at, letters]).slice(0, at)}${letters}`, "notes.txt")).toBe(type);
  });

  it.each<[what: string, text: string]>([
    ["an MPEG stream", withLetters([0, "G"], [188, "G"])],
    ["an MPEG stream on a disc", withLetters([4, "G"], [196, "G"])],
    ["a colour profile", withLetters([36, "acsp"])],
    ["an ACE archive", withLetters([7, "**ACE**"])],
    ["a module", withLetters([44, "SCRM"])],
    ["an e-book", withLetters([60, "BOOKMOBI"])],
    ["a scan of a patient", withLetters([128, "DICM"])],
    ["a tape archive", withLetters([257, "ustar "])],
  ])("letters further on that make %s are letters", async (_, text) => {
    expect(await typeOf(text, "notes.txt")).toBe("text/plain");
  });
});

describe("encodings", () => {
  const cp1252 = (text: string) => Buffer.from(text, "latin1");
  const russian = Buffer.from("cff0e8e2e5f22c20eae0ea20e4e5ebe03f20ddf2ee20f2e5eaf1f220e8e720eae2e8e3e82e", "hex");
  const chinese = Buffer.from(
    "424dc4e3bac3cac0bde7a3acd5e2cac7d2bbb8f6b2e2cad4cec4b1bea1a3c4e3bac3cac0bde7a3ac",
    "hex",
  );
  const utf32 = (text: string) =>
    Buffer.from(Uint32Array.from([0xfeff, ...[...text].map((letter) => letter.codePointAt(0) ?? 0)]).buffer);
  const withoutAscii = "\u043c\u0430\u043c\u0430 \u043c\u044b\u043b\u0430 \u0440\u0430\u043c\u0443, ".repeat(4);
  const german =
    "BMW f\u00e4hrt \u00fcber die Stra\u00dfe und h\u00e4lt nicht an. Die Fahrer sind m\u00fcde und m\u00f6chten heim.\n";
  it.each<[what: string, bytes: Uint8Array, name: string, type: string]>([
    ["Windows-1252 that begins like a picture", cp1252(german), "auto.txt", "text/plain"],
    ["Windows-1252 whose name says nothing", cp1252(german), "auto", "text/plain"],
    ["Windows-1252 with a name of a picture", cp1252(german), "auto.bmp", "text/plain"],
    [
      "Windows-1252 that begins like a program",
      cp1252("MZ;Mo\u00e7ambique\r\nBR;S\u00e3o Paulo\r\n"),
      "a.csv",
      "text/csv",
    ],
    ["Windows-1251", russian, "a.xyz", "text/plain"],
    ["GBK", chinese, "a.xyz", "text/plain"],
    ["a text of DOS with its end", cp1252("BMW\r\n\u001a"), "a.txt", "text/plain"],
    ["UTF-16, big end first", Buffer.from("\ufeffBMW", "utf16le").swap16(), "a.txt", "text/plain"],
    ["UTF-16 without its mark", Buffer.from(withLetters([0, "G"], [94, "G"]), "utf16le"), "a.txt", "text/plain"],
    ["UTF-16 without its mark, big end first", Buffer.from("BMW drives on\n", "utf16le").swap16(), "a", "text/plain"],
    ["UTF-16 of Russian without its mark", Buffer.from(withoutAscii, "utf16le"), "a.txt", "text/plain"],
    ["UTF-16 of Russian, big end first", Buffer.from(withoutAscii, "utf16le").swap16(), "a.csv", "text/csv"],
    ["the same, whose name says nothing", Buffer.from(withoutAscii, "utf16le"), "a.bin", "application/octet-stream"],
    ["UTF-32", utf32("BMW drives on \u{1f697}"), "a.txt", "text/plain"],
    ["UTF-32, big end first", utf32("BMW drives on").swap32(), "a.txt", "text/plain"],
    ["UTF-32 that is none", Buffer.concat([utf32("BMW"), Buffer.alloc(64, 0xfe)]), "a.bin", "audio/mpeg"],
    [
      "small numbers of two bytes",
      Buffer.from(Uint16Array.from({ length: 500 }, (_, at) => 20 + (at % 90)).buffer),
      "a.raw",
      "application/octet-stream",
    ],
    ["a page in Windows-1252", cp1252("<html><title>\u00e9t\u00e9</title>"), "a.txt", "text/html"],
    ["one letter", cp1252("B"), "a.txt", "text/plain"],
    ["one byte beyond ASCII", Uint8Array.of(0xe9), "a", "application/octet-stream"],
    ["one byte beyond ASCII, named as text", Uint8Array.of(0xe9), "a.txt", "text/plain"],
    ["a zero byte", Uint8Array.of(0), "a.txt", "application/octet-stream"],
    ["two letters of a signature", cp1252("MZ"), "a.txt", "text/plain"],
    ["nothing", Uint8Array.of(), "a.txt", "text/plain"],
    ["nothing, named as a picture", Uint8Array.of(), "a.png", "application/octet-stream"],
    ["a mark alone", Uint8Array.of(0xef, 0xbb, 0xbf), "a.txt", "text/plain"],
    ["a text with a zero byte that begins like a picture", cp1252("BMW\0"), "a.png", "image/bmp"],
  ])("%s", async (_, bytes, name, type) => expect(await typeOf(bytes, name)).toBe(type));

  it.each([
    ["sound of eight bits", (at: number) => 128 + Math.round(60 * Math.sin(at / 7) + 20 * Math.sin(at / 3))],
    ["a grey picture", (at: number) => 60 + ((at * 7_919) % 190)],
  ])("%s is no text, though it has no control bytes", async (_, byte) => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, at) => (byte(at) === 127 ? 128 : byte(at)));
    expect(await typeOf(bytes, "a.raw")).toBe("application/octet-stream");
  });

  it("takes the same time for whatever a text consists of", async () => {
    const start = performance.now();
    for (const part of ["<!-- ", "<!-- -->", "<?x ", " ", "1", "1 1 ", "\u00e9", "%PDF-", "\u001b$", "{\\rtf1", "\n"]) {
      await typeOf(Buffer.from(part.repeat(70_000), "latin1"), "a.xyz");
    }
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

describe("formats that are texts", () => {
  it.each<[what: string, text: string, name: string, type: string]>([
    ["XML", "<?xml version='1.0'?><a/>", "a.txt", "application/xml"],
    ["XML behind a mark", "\ufeff<?xml version='1.0'?><a/>", "a.xml", "application/xml"],
    ["XML, by its ending", "<?xml version='1.0'?><gpx/>", "tour.gpx", "application/gpx+xml"],
    ["a drawing in XML, whatever its name", "<?xml version='1.0'?><?a b?><!-- c -->\n<svg/>", "a.txt", "image/svg+xml"],
    ["a page in XML", "<?xml version='1.0'?><html xmlns='x'>", "a.xhtml", "application/xhtml+xml"],
    ["a page, named as XML", "<?xml version='1.0'?><html>", "a.xml", "text/html"],
    ["RTF", "{\\rtf1\\ansi hello}", "a.txt", "application/rtf"],
    ["RTF, named as a document of Word", "{\\rtf1\\ansi hello}", "a.doc", "application/rtf"],
    ["PostScript", "%!PS-Adobe-3.0 EPSF-3.0\n", "a", "application/postscript"],
    ["a font in PostScript", "%!PS-AdobeFont-1.0: FreeEuro\n", "a.pfa", "application/postscript"],
    ["PostScript without its version", "%!\nshowpage", "a.ps", "application/postscript"],
    ["a contact", "BEGIN:VCARD\r\nVERSION:3.0\r\n", "a.txt", "text/vcard"],
    ["a date", "BEGIN:VCALENDAR\r\n", "a.txt", "text/calendar"],
    ["subtitles", "WEBVTT\n\n00:00.000 --> 00:01.000\nHi", "a.vtt", "text/vtt"],
    ["an encrypted message", "-----BEGIN PGP MESSAGE-----\n\nabc", "a.txt", "application/pgp-encrypted"],
    ["keys for the registry", "REGEDIT4\r\n\r\n[HKEY]", "a.txt", "application/x-ms-regedit"],
    ["a solid body", "solid cube\n facet normal 0 0 1", "cube.stl", "model/stl"],
    ["a program in TypeScript", "import a from 'b';", "a.ts", "text/plain"],
    ["a public key", "ssh-ed25519 AAAA", "a.pub", "text/plain"],
    ["a PDF without binary parts", "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n", "a", "application/pdf"],
    ["a PDF without binary parts, behind words", "Received: x\n%PDF-1.4\n1 0 obj\n", "a.pdf", "application/pdf"],
    ["a text that quotes a PDF", "How it looks:\n%PDF-1.4\n1 0 obj\n", "a.md", "text/markdown"],
    ["a text about a version of PDF", "%PDF-1.7 is the last version of Adobe", "a.txt", "text/plain"],
  ])("%s", async (_, text, name, type) => expect(await typeOf(text, name)).toBe(type));
});
