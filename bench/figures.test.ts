import { describe, expect, it } from "vitest";
import { describeFigure, type Figure, ratiosOf, reaches, spreadOf } from "./figures";

it("tells the lowest, the middle and the highest of an odd or even number of rounds", () => {
  expect(spreadOf([3, 1, 2])).toEqual({ min: 1, median: 2, max: 3 });
  expect(spreadOf([4, 1, 2, 10])).toEqual({ min: 1, median: 3, max: 10 });
});

it("divides round by round", () => {
  expect(ratiosOf({ ours: [1, 4], theirs: [2, 2] })).toEqual([0.5, 2]);
});

describe("a target", () => {
  const figure: Figure = { name: "Speed", unit: "MB/s", ours: [80, 100, 90], theirs: [100, 100, 100] };

  it("is reached by the middle of all rounds", () => {
    const atLeast = (value: number) => reaches({ ...figure, target: { of: "ratio", is: "at least", value } });
    expect([atLeast(0.9), atLeast(0.91)]).toEqual([true, false]);
    const atMost = (value: number) => reaches({ ...figure, target: { of: "ours", is: "at most", value } });
    expect([atMost(90), atMost(89)]).toEqual([true, false]);
  });

  it("is missed where a round has no figure", () => {
    const target = { of: "ratio", is: "at most", value: 1 } as const;
    expect(reaches({ ...figure, ours: [Number.NaN], target })).toBe(false);
  });

  it("is told with what it is compared to", () => {
    const target = { of: "ratio", is: "at least", value: 0.95 } as const;
    expect(describeFigure({ ...figure, target }).split("\n")).toEqual([
      "Speed: 80.0 / 90.0 / 100 MB/s",
      "  theirs 100 / 100 / 100 MB/s; ratio 0.80 / 0.90 / 1.00",
      "  ratio at least 0.95: NOT REACHED",
    ]);
  });
});
