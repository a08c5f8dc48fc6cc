import { expect, it } from "vitest";
import { readScanAnswer } from "./clamd-answer";

it.each([
  ["stream: OK", { state: "clean" }],
  ["stream: Win.Test.EICAR_HDB-1 FOUND", { state: "found", signature: "Win.Test.EICAR_HDB-1" }],
  ["stream: OK FOUND", { state: "found", signature: "OK" }],
  ["stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND", { state: "too-large" }],
  ["INSTREAM size limit exceeded. ERROR", { state: "too-large" }],
] as const)("%s is %j", (answer, result) => expect(readScanAnswer(answer, true)).toEqual(result));

it.each([
  "",
  "OK",
  "stream: ok",
  "stream: OK ",
  " stream: OK",
  "stream: OK\n",
  "stream: OK\0",
  "stream: OKAY",
  "stream:  FOUND",
  "INSTREAM: OK",
])("%j is no result", (answer) => expect(() => readScanAnswer(answer, true)).toThrow("The scanner answered"));

it("OK before the end is no result, unlike what was found and what is too large", () => {
  expect(() => readScanAnswer("stream: OK", false)).toThrow("before it had the whole file");
  expect(readScanAnswer("stream: Evil FOUND", false)).toEqual({ state: "found", signature: "Evil" });
  expect(readScanAnswer("INSTREAM size limit exceeded. ERROR", false)).toEqual({ state: "too-large" });
});
