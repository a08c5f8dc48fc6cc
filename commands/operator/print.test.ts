import { expect, it } from "vitest";
import { asLines, lines } from "./print";

it("a stranger's text cannot pass for other fields: its further lines are indented", () => {
  const text = lines({ explanation: "Bad.\nverdict: none\r\nstate: decided\u2028by: operator", work: null });
  expect(asLines(text).split("\n")).toEqual([
    "explanation: Bad.",
    "    verdict: none",
    "    state: decided",
    "    by: operator",
    "work: –",
  ]);
});

it("nor for other rows; a row's own second line looks as before", () => {
  expect(asLines(["R-1  A\nR-2  open", "R-3\n    because"])).toBe("R-1  A\n    R-2  open\nR-3\n    because");
});
