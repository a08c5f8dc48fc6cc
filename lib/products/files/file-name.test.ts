import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { normaliseFileName } from "./file-name";

const bytes = (text: string) => Buffer.byteLength(text);

describe("file names", () => {
  const cleaned: [what: string, from: string, to: string][] = [
    ["an ordinary name stays", "report 2026 (final).pdf", "report 2026 (final).pdf"],
    ["any script stays", "تقرير-報告-отчёт-ελληνικά.pdf", "تقرير-報告-отчёт-ελληνικά.pdf"],
    ["a decomposed name is composed", "re\u0301sume\u0301.pdf", "résumé.pdf"],
    ["a path keeps its last part", "/home/me/private/plan.pdf", "plan.pdf"],
    ["a Windows path keeps its last part", "C:\\fakepath\\plan.pdf", "plan.pdf"],
    ["a climbing path keeps its last part", "../../etc/passwd", "passwd"],
    ["a mixed path keeps its last part", "..\\../..\\x/y\\z.txt", "z.txt"],
    ["a path ending in a separator keeps its last part", "folder/name.txt/", "name.txt"],
    ["a null byte goes", "evil.pdf\u0000.exe", "evil.pdf.exe"],
    ["control characters go", "a\u0007b\u001b[31mc\u007f\u009d.txt", "ab[31mc.txt"],
    ["line breaks become spaces", "two\r\nlines\u2028three.txt", "two lines three.txt"],
    ["a right-to-left override shows the true extension", "invoice\u202Efdp.exe", "invoicefdp.exe"],
    ["isolates and marks go", "\u2066a\u2069\u200f\u061cb.txt", "ab.txt"],
    ["invisible characters go", "pass\u200bword\u00ad\ufeff\u2060.txt", "password.txt"],
    ["leading dots and spaces go", " . ..bashrc", "bashrc"],
    ["a dot behind a joiner goes", "\u200d.bashrc", "bashrc"],
    ["trailing dots and spaces go", "name.txt. . ", "name.txt"],
    ["a separator split by a hidden character cannot come back", "a.\u200b./b.txt", "b.txt"],
    ["characters Windows forbids become underscores", 'a<b>c:d"e|f?g*h.txt', "a_b_c_d_e_f_g_h.txt"],
    ["a stream name is no stream", "report.pdf:hidden.exe", "report.pdf_hidden.exe"],
    ["a lone surrogate goes", "a\ud83db.txt", "ab.txt"],
    ["hidden tag characters go", "a\u{e0041}\u{e0042}.txt", "a.txt"],
    ["a family stays together", "👨‍👩‍👧‍👦.png", "👨‍👩‍👧‍👦.png"],
    ["the flag of Wales stays", "🏴󠁧󠁢󠁷󠁬󠁳󠁿.png", "🏴󠁧󠁢󠁷󠁬󠁳󠁿.png"],
    ["a heart keeps its colour", "❤️.png", "❤️.png"],
    ["Persian keeps its joiners", "می\u200cخواهم.txt", "می\u200cخواهم.txt"],
    ["a device name is made safe", "CON", "_CON"],
    ["a device name with extensions is made safe", "nul.tar.gz", "_nul.tar.gz"],
    ["a numbered device is made safe", "com¹.txt", "_com¹.txt"],
    ["a device name with a space before the dot is made safe", "aux .txt", "_aux .txt"],
    ["a name that only begins like a device stays", "console.log", "console.log"],
    ["a name without an extension stays", "Makefile", "Makefile"],
    ["a name that is only an extension loses its dot", ".pdf", "pdf"],
  ];
  it.each(cleaned)("cleans: %s", (_, from, to) => expect(normaliseFileName(from)).toBe(to));

  const refused = [
    "",
    " ",
    ".",
    "..",
    "../..",
    "///",
    "\u0000\u0001",
    "\u202e\u202d",
    "\u200d\ufe0f",
    ". . .",
    "\u3164",
  ];
  it.each(refused)("refuses a name of which nothing is left: %j", (raw) => {
    expect(() => normaliseFileName(raw)).toThrow(expect.objectContaining({ code: "invalid_name", status: 400 }));
    expect(() => normaliseFileName(raw)).toThrow(AppError);
  });

  it("cuts 300 bytes of emoji between emoji and keeps the extension", () => {
    const name = normaliseFileName(`${"😀".repeat(75)}.mp4`);
    expect(name).toBe(`${"😀".repeat(62)}.mp4`);
    expect(bytes(name)).toBeLessThanOrEqual(255);
  });

  it("never cuts inside a family, a flag or an accented letter", () => {
    for (const unit of ["👨‍👩‍👧‍👦", "🇫🇷", "e\u0323\u0301", "한"]) {
      const name = normaliseFileName(`${unit.repeat(100)}.txt`);
      const stem = name.slice(0, -".txt".length);
      expect(stem).toBe(unit.normalize("NFC").repeat(stem.length / unit.normalize("NFC").length));
      expect(bytes(name)).toBeGreaterThan(200);
      expect(bytes(name)).toBeLessThanOrEqual(255);
    }
  });

  it("keeps .tar.gz whole when it cuts", () => {
    expect(normaliseFileName(`${"x".repeat(400)}.tar.gz`)).toBe(`${"x".repeat(248)}.tar.gz`);
  });

  it("cuts a name whose extension is longer than a name may be", () => {
    expect(bytes(normaliseFileName(`a.${"b".repeat(400)}`))).toBe(255);
  });

  it("cuts inside one endless character rather than refuse it", () => {
    const name = normaliseFileName(`a${"\u0301".repeat(1_000)}.txt`);
    expect(bytes(name)).toBeLessThanOrEqual(255);
    expect(name.endsWith(".txt")).toBe(true);
  });

  it("makes a device name safe that only cutting brings out", () => {
    const name = normaliseFileName(`con${" ".repeat(400)}x.txt`);
    expect(name).toBe("_con.txt");
  });

  it("gives the same name when cleaning what is clean", () => {
    for (const [, from] of cleaned) {
      const once = normaliseFileName(from);
      expect(normaliseFileName(once)).toBe(once);
    }
  });

  it("holds its promises for a thousand strange names", () => {
    const pool = [..."aé/\\.:. \u0000\u202e\u200d\u200b\ufe0f😀👨🏴\u{e0067}con\u0301\ud83d\u3164\n<"];
    let seed = 7;
    const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648);
    let kept = 0;
    for (let round = 0; round < 1_000; round++) {
      const raw = Array.from({ length: next() % 300 }, () => pool[next() % pool.length]).join("");
      let name: string;
      try {
        name = normaliseFileName(raw);
      } catch (error) {
        expect(error).toMatchObject({ code: "invalid_name" });
        continue;
      }
      kept += 1;
      expect(name).toBe(name.normalize("NFC"));
      expect(name).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}/\\]|^[.\s]|[.\s]$/u);
      expect(bytes(name)).toBeLessThanOrEqual(255);
    }
    expect(kept).toBeGreaterThan(500);
  });
});
