import { describe, expect, it } from "vitest";
import { wordsIn } from "@/lib/i18n/words-in";
import {
  fileKind,
  formatBytes,
  formatDateTime,
  formatDay,
  formatLimit,
  formatMoney,
  formatShort,
  formatSpeed,
  formatTimeLeft,
  shorten,
} from "./format";

const [en, fr, ar] = [wordsIn("en", "ui"), wordsIn("fr", "ui"), wordsIn("ar", "ui")];

describe("sizes", () => {
  it.each([
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1_000, "1 KB"],
    [1_500, "1.5 KB"],
    [99_960, "100 KB"],
    [999_499, "999 KB"],
    [999_500, "1 MB"],
    [999_999, "1 MB"],
    [1_500_000, "1.5 MB"],
    [123_456_789, "123 MB"],
    [20 * 1024 ** 3, "21.5 GB"],
    [5_000_000_000_000_000, "5000 TB"],
  ])("writes %d bytes as %s", (bytes, words) => {
    expect(formatBytes(bytes, en)).toBe(words);
  });

  it("promises of a limit only what fits", () => {
    expect(formatLimit(20 * 1024 ** 3, en)).toBe("20 GB");
    expect(formatLimit(512 * 1024 ** 2, en)).toBe("512 MB");
    expect(formatLimit(1_500_000, en)).toBe("1.5 MB");
  });

  it("writes a speed per second", () => {
    expect(formatSpeed(3_210_000.4, en)).toBe("3.2 MB/s");
  });
});

describe("time left", () => {
  it.each([
    [0, "a few seconds left"],
    [9.9, "a few seconds left"],
    [31, "40 seconds left"],
    [50, "50 seconds left"],
    [51, "1 minute left"],
    [61, "2 minutes left"],
    [3_599, "1 h left"],
    [3_601, "1 h 1 min left"],
    [7_200, "2 h left"],
    [400_000, "5 days left"],
  ])("writes %d seconds as %s", (seconds, words) => {
    expect(formatTimeLeft(seconds, en)).toBe(words);
  });
});

describe("dates", () => {
  it("names the time zone, so that nobody is misled by hours", () => {
    expect(formatDateTime("2026-12-21T10:20:00Z", "UTC", en)).toBe("21 December 2026 at 10:20 UTC");
  });

  it("writes a moment in short", () => {
    expect(formatShort("2026-12-21T10:20:00Z", "UTC", en)).toBe("21 Dec 2026, 10:20");
  });

  it("writes a day in the zone it is asked for", () => {
    expect(formatDay("2026-12-21T23:30:00Z", "UTC", en)).toBe("21 Dec 2026");
    expect(formatDay("2026-12-21T23:30:00Z", "Asia/Tokyo", en)).toBe("22 Dec 2026");
  });
});

describe("codes and kinds", () => {
  it("keeps both ends of a long code and leaves a short one alone", () => {
    expect(shorten("0x1234567890abcdef1234567890abcdef12345678")).toBe("0x1234…5678");
    expect(shorten("0x12345678")).toBe("0x12345678");
  });

  it.each([
    ["application/pdf", "text"],
    ["image/png", "picture"],
    ["audio/mpeg", "audio"],
    ["application/zip", "archive"],
    ["application/epub+zip", "text"],
    ["application/octet-stream", "file"],
    ["text/plain; charset=utf-8", "text"],
  ])("%s is shown as %s", (mediaType, kind) => expect(fileKind(mediaType)).toBe(kind));
});

describe("in each language", () => {
  const moment = "2026-12-01T09:05:00Z";

  it("writes money exactly, with spaces that do not break", () => {
    expect((["en", "fr", "ar"] as const).map((locale) => formatMoney(1_234_567_890_001n, locale))).toEqual([
      "$1,234,567.890001",
      "1\u202f234\u202f567,890001\u00a0$",
      "$1,234,567.890001",
    ]);
    expect(formatMoney(10_000n, "fr")).toBe("0,01\u00a0$");
  });

  it("writes sizes with its own units and its own point", () => {
    expect([formatBytes(1_500_000, fr), formatBytes(1, fr), formatBytes(2, ar)]).toEqual([
      "1,5\u00a0Mo",
      "1 octet",
      "بايتان",
    ]);
    expect(formatBytes(1_500_000, ar).replace(/[\u2068\u2069]/g, "")).toBe("1.5 ميغابايت");
  });

  it("writes moments in Latin digits, day before month", () => {
    const plain = (text: string) => text.replace(/[\u2068\u2069]/g, "");
    expect(formatDateTime(moment, "UTC", fr)).toBe("1 décembre 2026 à 09:05 UTC");
    expect(plain(formatDateTime(moment, "UTC", ar))).toBe("1 ديسمبر 2026 الساعة 09:05 UTC");
    expect(formatDay(moment, "UTC", fr)).toBe("1 déc. 2026");
    expect(plain(formatShort(moment, "UTC", ar))).toBe("1 ديسمبر 2026، 09:05");
  });
});
