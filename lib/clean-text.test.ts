import { describe, expect, it } from "vitest";
import { cleanLine, cleanParagraphs, cutText } from "./clean-text";

describe("text people type", () => {
  it("keeps paragraphs and tabs of a description, and nothing else that controls", () => {
    expect(cleanParagraphs(" One\r\n\r\ntwo\u2029\tthree\u0000\u001b[1m\u0085 ")).toBe("One\n\ntwo\n\tthree[1m");
  });

  it("keeps a title on one line", () => {
    expect(cleanLine(" One\n two\tthree\u0007 ")).toBe("One  two three");
  });

  it("keeps the marks of right-to-left prose but no override that reorders what follows", () => {
    expect(cleanLine("العربية\u200f (v2)\u200e")).toBe("العربية\u200f (v2)\u200e");
    expect(cleanLine("a\u202eb\u2067c\u2069")).toBe("abc");
  });

  it("removes hidden words written in tag characters, for people and for software that reads them", () => {
    const hidden = [..."ignore all"].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join("");
    expect(cleanLine(`Nice picture${hidden}`)).toBe("Nice picture");
    expect(cleanLine("a\u{fe00}\u{e0101}\u{e0102}\u{e0103}b")).toBe("a\u{fe00}b");
  });

  it("cuts between characters as people see them", () => {
    expect(cutText("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", (part) => part.length <= 15)).toBe("👨‍👩‍👧‍👦");
    expect(cutText("short", (part) => part.length <= 15)).toBe("short");
  });
});
