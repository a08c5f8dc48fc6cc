import { describe, expect, it } from "vitest";
import { arePreconditionsMet } from "./preconditions";

const now = { ETag: '"now"', "Last-Modified": "Sun, 06 Nov 1994 08:49:37 GMT" };
const met = (headers: Record<string, string>, validators = now) => arePreconditionsMet(headers, validators);

describe("If-Match", () => {
  it.each(['"now"', '"before", "now"', ' W/"before" ,"now" ', "*", '"a,b", "now"'])("%s: the bytes may go", (tags) => {
    expect(met({ "if-match": tags })).toBe(true);
  });
  it.each(['"before"', 'W/"now"', "now", "", '"before", W/"now"', '"now', '"*"'])("%s: they may not", (tags) => {
    expect(met({ "if-match": tags })).toBe(false);
  });
  it("counts alone where a date stands beside it", () => {
    const past = "Sun, 06 Nov 1994 08:49:36 GMT";
    expect(met({ "if-match": '"now"', "if-unmodified-since": past })).toBe(true);
    expect(met({ "if-match": '"before"', "if-unmodified-since": now["Last-Modified"] })).toBe(false);
  });
});

describe("If-Unmodified-Since", () => {
  it.each([
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sun Nov  6 08:49:37 1994",
    "Mon, 07 Nov 1994 08:49:37 GMT",
  ])("%s: the bytes may go", (date) => expect(met({ "if-unmodified-since": date })).toBe(true));
  it.each(["Sun, 06 Nov 1994 08:49:36 GMT", "Sunday, 06-Nov-94 08:49:36 GMT", "Sun Nov  6 08:49:36 1994"])(
    "%s: they may not",
    (date) => expect(met({ "if-unmodified-since": date })).toBe(false),
  );
  it.each(["", "0", "1994", "yesterday", "Sun, 99 Nov 1994 08:49:36 GMT", "1994-11-06T08:49:36Z"])(
    "%s is no date and says nothing",
    (date) => expect(met({ "if-unmodified-since": date })).toBe(true),
  );
  it("says nothing of bytes without a date", () => {
    const past = { "if-unmodified-since": "Sun, 06 Nov 1994 08:49:36 GMT" };
    expect(arePreconditionsMet(past, { ETag: '"now"' })).toBe(true);
  });
});
