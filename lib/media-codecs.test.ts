import { describe, expect, it } from "vitest";
import { type Limits, limitsOf, playsCodec } from "./media-codecs";

describe("what browsers cannot show or play", () => {
  const some = (...what: string[]): Limits => ({ support: "some", what });
  const none = (...what: string[]): Limits => ({ support: "none", what });
  it.each<[mediaType: string, codecs: string[], limits: Limits | null]>([
    ["video/mp4", ["H.264", "AAC"], null],
    ["video/mp4", [], null],
    ["video/mp4", ["HEVC", "AAC"], some("HEVC")],
    ["video/mp4", ["AV1", "Opus"], some("AV1")],
    ["video/quicktime", ["ProRes", "PCM"], some("ProRes")],
    ["video/mp4", ["H.264", "DTS"], none("DTS")],
    ["video/matroska", ["HEVC", "AC-3"], some("HEVC", "AC-3")],
    ["video/matroska", ["H.264", "AAC"], { support: "some", what: null }],
    ["video/matroska", ["MPEG-4 Visual", "MP3"], none("MPEG-4 Visual")],
    ["audio/mp4", ["ALAC"], some("ALAC")],
    ["audio/ogg; codecs=opus", ["Opus"], null],
    ["audio/ogg", ["FLAC"], null],
    ["video/mp4", ["zzzz"], none("zzzz")],
    ["video/vnd.avi", [], { support: "none", what: null }],
    ["audio/x-ms-wma", [], { support: "none", what: null }],
    ["image/jpeg", [], null],
    ["image/heic", [], { support: "some", what: null }],
    ["image/tiff", [], { support: "some", what: null }],
    ["image/vnd.adobe.photoshop", [], { support: "none", what: null }],
    ["image/svg+xml", [], null],
    ["application/zip", [], null],
    ["text/plain", [], null],
  ])("of %s with %j is told before it is paid for", (mediaType, codecs, limits) => {
    expect(limitsOf(mediaType, codecs)).toEqual(limits);
  });

  it("a browser is asked about a codec by its RFC 6381 name, and never about what none plays", () => {
    const asked: string[] = [];
    const ask = (answer: string) => (type: string) => {
      asked.push(type);
      return answer;
    };
    expect([playsCodec("HEVC", ask("")), playsCodec("HEVC", ask("probably"))]).toEqual([false, true]);
    expect([playsCodec("PCM", ask("")), playsCodec("DTS", ask("probably"))]).toEqual([null, false]);
    expect(asked[0]).toBe('video/mp4; codecs="hvc1.1.6.L93.B0"');
    expect(asked).toHaveLength(2);
  });
});
