import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { typesOfEnding } from "@/lib/media-types";
import { sniffMediaType } from "./sniff-type";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "filekiosk-containers-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function typeOf(bytes: Uint8Array, name: string): Promise<string> {
  const path = join(folder, "bytes");
  await writeFile(path, bytes);
  return sniffMediaType(path, name);
}

const latin = (text: string) => Buffer.from(text, "latin1");
const tail = Buffer.from(Array.from({ length: 600 }, (_, at) => (at * 7_919) % 251));
const after = (start: string) => Buffer.concat([latin(start), tail]);

/** A TIFF with these tags in its first directory. */
function tiff(...tags: number[]): Buffer {
  const head = Buffer.from("49492a0008000000", "hex");
  const count = Buffer.alloc(2);
  count.writeUInt16LE(tags.length);
  const entries = tags.map((tag) => {
    const entry = Buffer.alloc(12);
    entry.writeUInt16LE(tag);
    return entry;
  });
  return Buffer.concat([head, count, ...entries, tail]);
}

/** A ZIP whose first entries are these, stored. */
function zip(...entries: [name: string, content: string][]): Buffer {
  const parts = entries.map(([name, content]) => {
    const head = Buffer.alloc(30);
    head.write("PK\u0003\u0004", "latin1");
    head.writeUInt32LE(content.length, 18);
    head.writeUInt32LE(content.length, 22);
    head.writeUInt16LE(name.length, 26);
    return Buffer.concat([head, latin(name + content)]);
  });
  return Buffer.concat([...parts, latin("PK\u0005\u0006"), Buffer.alloc(18)]);
}

const brand = (name: string) => after(`\0\0\0\u0018ftyp${name}\0\0\0\0`);
const ogg = (codec: string) => after(`OggS\0\u0002${"\0".repeat(20)}\u0001\u0013${codec}`);
const ebml = (type: string) =>
  Buffer.concat([
    Buffer.from("1a45dfa3", "hex"),
    Buffer.of(0x83 + type.length),
    Buffer.from("4282", "hex"),
    Buffer.of(0x80 + type.length),
    latin(type),
    tail,
  ]);
const ole = after("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1");
const asf = (stream: string) =>
  Buffer.concat([
    Buffer.from("3026b2758e66cf11a6d900aa0062ce6c", "hex"),
    Buffer.alloc(14),
    Buffer.from("9107dcb7b7a9cf118ee600c00c205365", "hex"),
    Buffer.from("5000000000000000", "hex"),
    Buffer.from(stream, "hex"),
    tail,
  ]);
const word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const docx = zip(["[Content_Types].xml", `<Types><Override ContentType="${word}.main+xml"/></Types>`]);
const epub = zip(["mimetype", "application/epub+zip"]);
const jar = zip(["META-INF/MANIFEST.MF", "Manifest-Version: 1.0"]);
const anyZip = zip(["a.txt", "a"]);

describe("formats in one container", () => {
  it.each<[what: string, bytes: Buffer, name: string, type: string]>([
    ["a TIFF", tiff(256), "a.tif", "image/tiff"],
    ["a TIFF of Nikon", tiff(256), "a.NEF", "image/x-nikon-nef"],
    ["a TIFF of Pentax, with a tag that Sony uses", tiff(50_341), "a.pef", "image/x-pentax-pef"],
    ["a TIFF of Samsung", tiff(256), "a.srw", "image/x-samsung-srw"],
    ["a TIFF of Sony", tiff(50_341), "a.arw", "image/x-sony-arw"],
    ["a digital negative", tiff(50_706), "a.dng", "image/x-adobe-dng"],
    ["a digital negative, named as the TIFF that it is", tiff(50_706), "a.tiff", "image/tiff"],
    ["a TIFF with a tag that Sony uses, without a name", tiff(50_341), "a", "image/tiff"],
    ["a TIFF named as a film", tiff(256), "a.mp4", "image/tiff"],

    ["a ZIP", anyZip, "a.zip", "application/zip"],
    ["a ZIP of Word", anyZip, "a.docx", word],
    ["a document of Word", docx, "a.docx", word],
    ["a document of Word, named as a table", docx, "a.xlsx", word],
    ["a document of Word, named as a page", docx, "a.html", word],
    ["a document of Word, named as the ZIP that it is", docx, "a.zip", "application/zip"],
    ["an e-book", epub, "a.epub", "application/epub+zip"],
    ["an e-book, named as a comic", epub, "a.cbz", "application/epub+zip"],
    ["a comic", anyZip, "a.cbz", "application/vnd.comicbook+zip"],
    ["a program of Java", jar, "a.jar", "application/java-archive"],
    ["a program of Android with a manifest", jar, "a.apk", "application/vnd.android.package-archive"],
    ["a ZIP with a manifest", jar, "a.zip", "application/zip"],
    ["Pages of Apple", anyZip, "a.pages", "application/vnd.apple.pages"],
    ["a ZIP, named as a drawing", anyZip, "a.svg", "application/zip"],
    ["a ZIP, named as a text", anyZip, "a.txt", "application/zip"],
    ["a ZIP, named as a script", anyZip, "a.js", "application/zip"],

    ["Word of 1997", ole, "a.doc", "application/msword"],
    ["Excel of 1997", ole, "a.xls", "application/vnd.ms-excel"],
    ["a message of Outlook", ole, "a.msg", "application/vnd.ms-outlook"],
    ["an installer", ole, "a.msi", "application/x-msi"],
    ["a compound file, named as a ZIP", ole, "a.docx", "application/x-cfb"],

    ["a film", brand("isom"), "a.mp4", "video/mp4"],
    ["sound in a film's container", brand("mp42"), "a.m4a", "audio/mp4"],
    ["sound of Apple", brand("M4A "), "a.m4a", "audio/mp4"],
    ["an audio book", brand("isom"), "a.m4b", "audio/mp4"],
    ["QuickTime", brand("qt  "), "a.mov", "video/quicktime"],
    ["QuickTime, named as MP4", brand("qt  "), "a.mp4", "video/mp4"],
    ["MP4, named as QuickTime", brand("mp42"), "a.mov", "video/quicktime"],
    ["QuickTime without its brand", after("\0\0\0\u0008wide\0\0\0\0mdat"), "a.mov", "video/quicktime"],
    ["a film of a telephone", brand("isom"), "a.3gp", "video/3gpp"],
    ["a film, named as a picture", brand("isom"), "a.heic", "video/mp4"],
    ["a picture of a telephone", brand("heic"), "a.heic", "image/heic"],
    ["a picture of a telephone, by its general brand", brand("mif1"), "a.heic", "image/heic"],
    ["AVIF by its general brand", brand("mif1"), "a.avif", "image/avif"],
    ["AVIF, named as HEIC", brand("avif"), "a.heic", "image/avif"],
    ["a raw picture of Canon", brand("crx "), "a.cr3", "image/x-canon-cr3"],

    ["Matroska", ebml("matroska"), "a.mkv", "video/matroska"],
    ["sound in Matroska", ebml("matroska"), "a.mka", "audio/matroska"],
    ["WebM", ebml("webm"), "a.webm", "video/webm"],
    ["sound in WebM", ebml("webm"), "a.weba", "audio/webm"],
    ["WebM, named as the Matroska that it is", ebml("webm"), "a.mkv", "video/matroska"],
    ["WebM, named as MP4", ebml("webm"), "a.mp4", "video/webm"],

    ["Vorbis", ogg("\u0001vorbis"), "a.ogg", "audio/ogg"],
    ["Opus", ogg("OpusHead"), "a.opus", "audio/ogg; codecs=opus"],
    ["Theora", ogg("\u0080theora"), "a.ogv", "video/ogg"],
    ["Theora, named as OGG", ogg("\u0080theora"), "a.ogg", "video/ogg"],
    ["a film with a skeleton", ogg("fishead\0"), "a.ogv", "video/ogg"],
    ["sound with a skeleton", ogg("fishead\0"), "a.oga", "audio/ogg"],
    ["OGG with something else", ogg("fishead\0"), "a.bin", "application/ogg"],

    ["a film of Windows", asf("c0ef19bc4d5bcf11a8fd00805f5c442b"), "a.wmv", "video/x-ms-wmv"],
    ["sound of Windows", asf("409e69f84d5bcf11a8fd00805f5c442b"), "a.wma", "audio/x-ms-wma"],
    ["WAV", after("RIFF\u00ff\0\0\0WAVEfmt "), "a.wav", "audio/wav"],
    ["WAV, named as a film", after("RIFF\u00ff\0\0\0WAVEfmt "), "a.avi", "audio/wav"],
    ["AIFF", after("FORM\0\0\0\u00ffAIFF"), "a.aif", "audio/aiff"],
    ["a picture of the Amiga", after("FORM\0\0\0\u00ffILBM"), "a.iff", "application/octet-stream"],
    ["a program", after("MZ\u0090\0\u0003\0\0\0"), "a.exe", "application/x-msdownload"],
    ["a program, named as a document", after("MZ\u0090\0\u0003\0\0\0"), "a.pdf", "application/x-msdownload"],
    ["a program, named as a text", after("MZ\u0090\0\u0003\0\0\0"), "a.txt", "application/x-msdownload"],
  ])("%s", async (_, bytes, name, type) => expect(await typeOf(bytes, name)).toBe(type));

  it.each<[container: string, bytes: Buffer, endings: string]>([
    ["TIFF", tiff(256), "tif tiff dng cr2 erf 3fr fff dcr kdc nef nrw pef iiq srw arw sr2 srf"],
    ["ZIP", anyZip, "zip docx xlsx pptx odt ods odp odg epub jar war apk xpi cbz kmz pages numbers key 3mf vsdx"],
    ["OLE", ole, "doc dot xls xlt msg pst ppt pps pot pub vsd msi"],
    ["MP4", brand("isom"), "mp4 m4v m4a m4b m4p mov qt 3gp 3g2"],
    ["Matroska", ebml("matroska"), "mkv mk3d mka webm weba"],
    ["OGG", ogg("fishead\0"), "ogg oga ogv ogm ogx opus spx"],
    ["ASF", asf("c0ef19bc4d5bcf11a8fd00805f5c442b"), "asf wmv wma"],
    ["HEIF", brand("mif1"), "heif hif heic avif"],
  ])("a %s is what each ending says that it may be", async (_, bytes, endings) => {
    for (const ending of endings.split(" ")) {
      expect(typesOfEnding(ending), ending).toContain(await typeOf(bytes, `a.${ending}`));
      expect(await typeOf(bytes, `a.${ending.toUpperCase()}`)).toBe(await typeOf(bytes, `a.${ending}`));
    }
  });

  it("pictures of libraries keep their types", async () => {
    const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } });
    for (const format of ["png", "jpeg", "webp", "gif", "tiff", "avif"] as const) {
      const bytes = await picture.clone().toFormat(format).toBuffer();
      expect(await typeOf(bytes, `a.${format}`)).toBe(`image/${format}`);
      expect(await typeOf(bytes, "a")).toBe(`image/${format}`);
    }
  });
});

describe("a PDF with something before its header", () => {
  const pdf = "%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n1 0 obj\n";
  it.each<[what: string, bytes: Buffer, name: string, type: string]>([
    ["a line break", after(`\n${pdf}`), "a.pdf", "application/pdf"],
    ["a zero byte", after(`\0${pdf}`), "a.pdf", "application/pdf"],
    ["a mark", after(`\u00ef\u00bb\u00bf${pdf}`), "a.pdf", "application/pdf"],
    [
      "headers of HTTP",
      after(`HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n${pdf}`),
      "a",
      "application/pdf",
    ],
    ["letters of a signature", after(`BM\n${pdf}`), "a.pdf", "application/pdf"],
    ["1,000 zero bytes", after("\0".repeat(1_000) + pdf), "a.pdf", "application/pdf"],
    ["more than readers skip", after("\0".repeat(1_020) + pdf), "a.pdf", "application/octet-stream"],
    ["an archive around it", zip(["a.pdf", pdf]), "a.pdf", "application/zip"],
    ["an archive around it, named as that", zip(["a.pdf", pdf]), "a.zip", "application/zip"],
  ])("%s", async (_, bytes, name, type) => expect(await typeOf(bytes, name)).toBe(type));
});
