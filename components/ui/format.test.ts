import { describe, expect, it } from "vitest";
import {
  describeMediaType,
  fileKind,
  formatBytes,
  formatDateTime,
  formatDay,
  formatLimit,
  formatShort,
  formatSpeed,
  formatTimeLeft,
  shorten,
} from "./format";

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
    expect(formatBytes(bytes)).toBe(words);
  });

  it("promises of a limit only what fits", () => {
    expect(formatLimit(20 * 1024 ** 3)).toBe("20 GB");
    expect(formatLimit(512 * 1024 ** 2)).toBe("512 MB");
    expect(formatLimit(1_500_000)).toBe("1.5 MB");
  });

  it("writes a speed per second", () => {
    expect(formatSpeed(3_210_000.4)).toBe("3.2 MB/s");
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
    expect(formatTimeLeft(seconds)).toBe(words);
  });
});

describe("dates", () => {
  it("names the time zone, so that nobody is misled by hours", () => {
    expect(formatDateTime("2026-12-21T10:20:00Z", "UTC")).toBe("21 December 2026 at 10:20 UTC");
  });

  it("writes a moment in short", () => {
    expect(formatShort("2026-12-21T10:20:00Z", "UTC")).toBe("21 Dec 2026, 10:20");
  });

  it("writes a day in the zone it is asked for", () => {
    expect(formatDay("2026-12-21T23:30:00Z", "UTC")).toBe("21 Dec 2026");
    expect(formatDay("2026-12-21T23:30:00Z", "Asia/Tokyo")).toBe("22 Dec 2026");
  });
});

describe("codes and kinds", () => {
  it("keeps both ends of a long code and leaves a short one alone", () => {
    expect(shorten("0x1234567890abcdef1234567890abcdef12345678")).toBe("0x1234…5678");
    expect(shorten("0x12345678")).toBe("0x12345678");
  });

  it.each([
    ["application/pdf", "a.pdf", "PDF", "text"],
    ["image/png", "a.png", "Picture (PNG)", "picture"],
    ["audio/mpeg", "noextension", "Audio", "audio"],
    ["application/zip", "a.zip", "Archive (ZIP)", "archive"],
    ["application/epub+zip", "a.epub", "E-book (EPUB)", "text"],
    ["application/octet-stream", "model.gguf", "GGUF file", "file"],
    ["application/octet-stream", "data", "File", "file"],
    ["text/plain; charset=utf-8", "notes.txt", "Text (TXT)", "text"],
  ])("describes %s named %s", (mediaType, name, words, kind) => {
    expect(describeMediaType(mediaType, name)).toBe(words);
    expect(fileKind(mediaType)).toBe(kind);
  });
});
