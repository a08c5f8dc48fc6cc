import { describe, expect, it, vi } from "vitest";
import { findLargePictures } from "./large-pictures";

const part = (text: string) => Buffer.from(text, "latin1");
const picture = (width: number | string, height: number) =>
  `7 0 obj\n<</Type/XObject /Subtype /Image/Width ${width}/Height ${height}/ColorSpace<</a[1]>>/Filter/DCTDecode>>\nstream\n`;

describe("a picture in a PDF that is too large to be drawn", () => {
  it.each<[what: string, text: string, times: number]>([
    ["one that is", picture(9_000, 9_000), 1],
    ["two that are", picture(9_000, 9_000) + picture(9_000, 9_000), 1],
    ["one that is not", picture(1_000, 1_000), 0],
    ["one whose width is somewhere else", picture("12 0 R", 9_000), 0],
    ["a page of that size", "3 0 obj<</Type/Page/Width 9000/Height 9000>>endobj 4 0 obj<</Length 3>>stream", 0],
    ["words about it", "/Subtype/Image /Width 9000 /Height 9000", 0],
  ])("%s", (_, text, times) => {
    const onFound = vi.fn();
    findLargePictures(64 * 1024 ** 2, onFound)(0, part(text));
    expect(onFound).toHaveBeenCalledTimes(times);
  });

  it("is found where its dictionary goes on in the next part, in whatever order parts come", () => {
    const onFound = vi.fn();
    const look = findLargePictures(64 * 1024 ** 2, onFound);
    const text = `${" ".repeat(1_000)}${picture(9_000, 9_000)}`;
    look(50_000, part("later"));
    look(0, part(text.slice(0, 1_040)));
    look(1_040, part(text.slice(1_040)));
    expect(onFound).toHaveBeenCalledTimes(1);
  });

  it("is looked for in no time, in whatever a part consists of", () => {
    const look = findLargePictures(1, () => {});
    const begin = performance.now();
    for (const one of ["obj<<", "obj <<>> ", "obj<<>>stream", "/Subtype/Image/Width 1"])
      look(0, part(one.repeat(65_536 / one.length)));
    expect(performance.now() - begin).toBeLessThan(4_000);
  });
});
