import { describe, expect, it } from "vitest";
import { nameInArchive } from "./archive-names";

describe("names in an archive", () => {
  it.each([
    ["stay as they are", ["a.pdf", "b.pdf"], ["a.pdf", "b.pdf"]],
    ["are numbered before the ending", ["a.pdf", "a.pdf", "a.pdf"], ["a.pdf", "a (2).pdf", "a (3).pdf"]],
    ["know an ending of two parts", ["a.tar.gz", "a.tar.gz"], ["a.tar.gz", "a (2).tar.gz"]],
    ["differ by more than case", ["Read Me", "READ ME", "read me"], ["Read Me", "READ ME (2)", "read me (3)"]],
    [
      "differ by more than case in any script",
      ["STRASSE", "straße", "ΣΑΣ", "σας"],
      ["STRASSE", "straße (2)", "ΣΑΣ", "σας (2)"],
    ],
    [
      "differ by more than normal form",
      ["\u00e9.txt", "e\u0301.txt", "ﬁ.txt", "fi.txt"],
      ["é.txt", "é (2).txt", "ﬁ.txt", "fi (2).txt"],
    ],
    ["pass by a number that is taken", ["a.pdf", "a (2).pdf", "a.pdf"], ["a.pdf", "a (2).pdf", "a (3).pdf"]],
    ["may be numbered twice", ["a.pdf", "a.pdf", "a (2).pdf"], ["a.pdf", "a (2).pdf", "a (2) (2).pdf"]],
    ["have no path", ["../../etc/passwd", "..\\x", "/abs", "c:d"], [".._.._etc_passwd", ".._x", "_abs", "c:d"]],
    ["are never only dots", ["..", "."], ["_", "_ (2)"]],
    ["have no control characters", ["a\0b\n.txt"], ["a_b_.txt"]],
  ])("%s", (_, names, expected) => {
    expect(nameInArchive(names)).toEqual(expected);
  });

  it("stay within 255 bytes, cut between characters", () => {
    const long = `${"é".repeat(125)}.jpeg`;
    const [first = "", second = ""] = nameInArchive([long, long]);
    expect(first).toBe(long);
    expect(Buffer.byteLength(second)).toBeLessThanOrEqual(255);
    expect(second).toMatch(/^é+ \(2\)\.jpeg$/);
  });
});
