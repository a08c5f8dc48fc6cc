import { expect, it } from "vitest";
import { csvLine } from "./csv";

it("quotes what has commas, quotes or line breaks (RFC 4180)", () => {
  expect(csvLine(["a", 'say "b"', "c,d", "e\nf", ""])).toBe('a,"say ""b""","c,d","e\nf",\r\n');
});

it.each([
  ["=1+1", "'=1+1"],
  ["+1 555", "'+1 555"],
  ["-2+3", "'-2+3"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ["\t=1", "'\t=1"],
  ["\r=1", `"'\r=1"`],
  ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
])("leaves no formula: %j", (text, cell) => {
  expect(csvLine([text])).toBe(`${cell}\r\n`);
});

it.each(["-0.50", "-12", "0.000001"])("leaves the number %s a number", (number) => {
  expect(csvLine([number])).toBe(`${number}\r\n`);
});
