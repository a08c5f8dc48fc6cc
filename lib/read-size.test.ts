import { expect, it } from "vitest";
import { GIGABYTE, readSize } from "./read-size";

it.each([
  ["1048576", 1_048_576],
  ["100MB", 100_000_000],
  ["20GiB", 21_474_836_480],
  ["1.5 gb", 1_500_000_000],
  ["1,5 Go", 1_500_000_000],
  ["1,5\u00a0Mo", 1_500_000],
  ["500 ko", 500_000],
  ["2 Gio", 2_147_483_648],
  ["١٫٥ غيغابايت", 1_500_000_000],
  ["٥٠٠ ميغابايت", 500_000_000],
  ["1 000 MB", 1_000_000_000],
  ["0", 0],
])("%j is %d bytes", (text, bytes) => {
  expect(readSize(text)).toEqual({ kind: "read", value: bytes });
});

it("counts in the unit of the field where none is written", () => {
  expect(readSize("٢٫٥", GIGABYTE)).toEqual({ kind: "read", value: 2_500_000_000 });
  expect(readSize("500 MB", GIGABYTE)).toEqual({ kind: "read", value: 500_000_000 });
  expect(readSize(" ", GIGABYTE)).toEqual({ kind: "empty" });
});

it("asks with the unit", () => {
  expect(readSize("1.500GB")).toEqual({ kind: "unclear", readings: ["1500 GB", "1.50 GB"] });
  expect(readSize("1,500", GIGABYTE)).toEqual({ kind: "unclear", readings: ["1500", "1.50"] });
});

it.each(["GB", "-1", "1 XB", "1 GB 2", "1e3", "999999999999 TB", "1 kib b", "many"])("%j is no size", (text) => {
  expect(readSize(text)).toEqual({ kind: "wrong" });
});
