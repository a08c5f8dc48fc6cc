import { expect, it } from "vitest";
import { appealUntil } from "./appeal-time";

it.each([
  ["2026-11-30T07:00:00.000Z", "2027-05-30T07:00:00.000Z"],
  ["2026-08-31T23:59:59.000Z", "2027-02-28T23:59:59.000Z"],
  ["2027-08-31T00:00:00.000Z", "2028-02-29T00:00:00.000Z"],
  ["2026-12-31T12:00:00.000Z", "2027-06-30T12:00:00.000Z"],
])("a decision of %s can be appealed until %s", (decided, end) => {
  expect(appealUntil(new Date(decided)).toISOString()).toBe(end);
});
