import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { describeMediaType } from "@/components/files/describe-media-type";
import { wordsIn } from "@/lib/i18n/words-in";
import { sniffMediaType } from "@/lib/sniffing/sniff-type";
import { readerFor } from "./readers";

/** Kinds of files whose content nothing reads: what buyers are told is what they are by their bytes, and by their names. */

const folder = mkdtempSync(join(tmpdir(), "filekiosk-kinds-"));
afterAll(() => rmSync(folder, { recursive: true }));

const starting = (start: string, at = 0) =>
  Buffer.concat([Buffer.alloc(at), Buffer.from(start, "latin1"), Buffer.alloc(4_000, "\u0001\u00fe\u0002", "latin1")]);
const ole = starting("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1");
const en = wordsIn("en", "ui");

describe("a file that nothing reads is told by its bytes and its name", () => {
  it.each([
    ["a book of Mobipocket", starting("BOOKMOBI", 60), "a.mobi", "MOBI file"],
    ["a book for a Kindle", starting("BOOKMOBI", 60), "a.azw3", "AZW3 file"],
    ["Word of 1997", ole, "a.doc", "DOC file"],
    ["Excel of 1997, named as Word of today", ole, "a.docx", "DOCX by its name only"],
    ["a film in OGG", starting(`OggS\0\u0002${"\0".repeat(20)}\u0001\u0013\u0080theora`), "a.ogv", "Video (OGV)"],
    ["an AVI", starting("RIFF\u00ff\0\0\0AVI LIST"), "a.avi", "Video (AVI)"],
    [
      "an AVI, named as a picture",
      starting("RIFF\u00ff\0\0\0AVI LIST"),
      "a.png",
      "Video by its content, PNG by its name",
    ],
    ["bzip2", starting("BZh91AY&SY"), "a.tar.bz2", "Archive (BZ2)"],
    ["xz", starting("\u00fd7zXZ\0\0\u0004"), "a.tar.xz", "Archive (XZ)"],
    ["Zstandard", starting("\u0028\u00b5\u002f\u00fd\u0004"), "a.tar.zst", "Archive (ZST)"],
    ["bytes that are not bzip2", starting("no signature \u0001"), "a.bz2", "BZ2 by its name only"],
  ])("%s", async (_what, bytes, name, words) => {
    const path = join(folder, "file");
    writeFileSync(path, bytes);
    const mediaType = await sniffMediaType(path, name);
    expect(readerFor({ mediaType, size: bytes.length })).toBeNull();
    expect(describeMediaType(mediaType, name, en)).toBe(words);
  });
});
