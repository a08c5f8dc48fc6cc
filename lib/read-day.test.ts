import { expect, it } from "vitest";
import { readDay } from "./read-day";

it.each([
  "2027-01-31",
  "2027-1-31",
  "2027/01/31",
  "٢٠٢٧-٠١-٣١",
  "۲۰۲۷/۰۱/۳۱",
  "31/01/2027",
  "01/31/2027",
  "31.1.2027",
  "٣١\u200f/١\u200f/٢٠٢٧",
  "31 Jan 2027",
  "31 January 2027",
  "January 31, 2027",
  "31 janv. 2027",
  "31 janvier 2027",
  "31 يناير 2027",
  "٣١ يناير ٢٠٢٧",
])("%j is the last day of January", (text) => {
  expect(readDay(text)).toEqual({ kind: "read", value: "2027-01-31" });
});

it("never guesses which number is the month", () => {
  expect(readDay("01/02/2027")).toEqual({ kind: "unclear", readings: ["2027-02-01", "2027-01-02"] });
  expect(readDay("05/05/2027")).toEqual({ kind: "read", value: "2027-05-05" });
});

it.each([
  "2027-02-31",
  "31/02/2027",
  "2027-13-01",
  "32/01/2027",
  "31/01/27",
  "31",
  "soon",
  "31 Foo 2027",
  "2027-01-31-1",
  "1".repeat(99),
])("%j is no day", (text) => {
  expect(readDay(text)).toEqual({ kind: "wrong" });
});

it("reads nothing as nothing", () => {
  expect(readDay(" \u200f")).toEqual({ kind: "empty" });
});
