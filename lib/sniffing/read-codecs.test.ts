import { describe, expect, it } from "vitest";
import type { ByteSource } from "@/lib/storage/byte-source";
import {
  box,
  brokenTrack,
  element,
  filmEntry,
  makeMkv,
  makeMp4,
  makeOgg,
  silentTrack,
  soundEntry,
} from "@/test/make-media";
import { readCodecs } from "./read-codecs";

/** A file in memory that counts how it is read. */
function sourceOf(bytes: Buffer) {
  const asked = { reads: 0, bytes: 0 };
  const source: ByteSource = {
    size: bytes.length,
    async read(at, length) {
      asked.reads += 1;
      asked.bytes += length;
      return bytes.subarray(at, at + length);
    },
  };
  return { source, asked };
}
const codecsOf = (bytes: Buffer, mediaType: string) => readCodecs(sourceOf(bytes).source, mediaType);

describe("the codecs of a film or sound", () => {
  it.each<[entry: string, name: string]>([
    ["avc1", "H.264"],
    ["hvc1", "HEVC"],
    ["hev1", "HEVC"],
    ["dvh1", "Dolby Vision"],
    ["av01", "AV1"],
    ["vp09", "VP9"],
    ["mp4v", "MPEG-4 Visual"],
    ["apch", "ProRes"],
    ["jpeg", "Motion JPEG"],
    ["zzzz", "zzzz"],
    ["\0\u00ff<>", "?"],
  ])("of an MP4 with %j is %s", async (entry, name) => {
    const bytes = makeMp4([brokenTrack("vide", filmEntry(entry)), silentTrack()]);
    expect(await codecsOf(bytes, "video/mp4")).toEqual([name, "Opus"]);
  });

  it.each<[entry: string, name: string]>([
    ["mp4a", "AAC"],
    ["alac", "ALAC"],
    ["fLaC", "FLAC"],
    ["ac-3", "AC-3"],
    ["ec-3", "E-AC-3"],
    ["dtsc", "DTS"],
    ["sowt", "PCM"],
  ])("of sound in an MP4 with %j is %s", async (entry, name) => {
    expect(await codecsOf(makeMp4([brokenTrack("soun", soundEntry(entry))], "M4A "), "audio/mp4")).toEqual([name]);
  });

  it("are read where the directory comes last, behind any amount of film", async () => {
    const film = makeMp4([brokenTrack("vide", filmEntry("hvc1"))]);
    const moov = film.subarray(film.indexOf("moov") - 4, film.indexOf("mdat") - 4);
    const bytes = Buffer.concat([
      film.subarray(0, film.indexOf("moov") - 4),
      box("mdat", Buffer.alloc(3_000_000)),
      moov,
    ]);
    const { source, asked } = sourceOf(bytes);
    expect(await readCodecs(source, "video/quicktime")).toEqual(["HEVC"]);
    expect(asked.bytes).toBeLessThan(2_000);
  });

  it("are not those of subtitles and time codes", async () => {
    const film = makeMp4([brokenTrack("vide", filmEntry("avc1")), brokenTrack("soun", soundEntry("tx3g"))]);
    const second = film.lastIndexOf("soun");
    film.write("text", second, "latin1");
    expect(await codecsOf(film, "video/mp4")).toEqual(["H.264"]);
  });

  it.each<[ids: string[], names: string[]]>([
    [
      ["V_MPEGH/ISO/HEVC", "A_AAC", "S_TEXT/UTF8"],
      ["HEVC", "AAC"],
    ],
    [
      ["V_AV1", "A_OPUS"],
      ["AV1", "Opus"],
    ],
    [
      ["V_MPEG4/ISO/AVC", "A_AC3", "A_DTS"],
      ["H.264", "AC-3", "DTS"],
    ],
    [
      ["V_MPEG4/ISO/ASP", "A_MPEG/L3"],
      ["MPEG-4 Visual", "MP3"],
    ],
    [
      ["V_VP9", "A_FLAC"],
      ["VP9", "FLAC"],
    ],
    [["V_UNHEARD OF"], ["UNHEARDOF"]],
  ])("of a Matroska with %j are %j", async (ids, names) => {
    expect(await codecsOf(makeMkv(ids), "video/matroska")).toEqual(names);
  });

  it.each<[packet: string, name: string]>([
    ["\u0001vorbis", "Vorbis"],
    ["OpusHead", "Opus"],
    ["\u007fFLAC", "FLAC"],
    ["\u0080theora", "Theora"],
  ])("of an OGG with %j is %s", async (packet, name) => {
    expect(await codecsOf(makeOgg(packet.padEnd(30, "x")), "video/ogg")).toEqual([name]);
    expect(await codecsOf(makeOgg(packet.padEnd(30, "x")), "audio/ogg; codecs=opus")).toEqual([name]);
  });

  it.each<[what: string, bytes: Buffer, mediaType: string]>([
    ["a box of no length", Buffer.from(`00000008${Buffer.from("free").toString("hex")}00000000`, "hex"), "video/mp4"],
    [
      "a box that is longer than the file",
      Buffer.concat([Buffer.from("7fffffff", "hex"), Buffer.from("moov")]),
      "video/mp4",
    ],
    ["100,000 boxes", Buffer.concat(Array.from({ length: 100_000 }, () => box("free"))), "video/mp4"],
    [
      "boxes 5,000 deep",
      Array.from({ length: 5_000 }).reduce((one: Buffer) => box("trak", one), box("moov")),
      "video/mp4",
    ],
    [
      "elements 5,000 deep",
      Array.from({ length: 5_000 }).reduce((one: Buffer) => element("ae", one), Buffer.alloc(9)),
      "video/webm",
    ],
    ["100,000 elements", Buffer.concat(Array.from({ length: 100_000 }, () => element("ec"))), "video/webm"],
    ["noise", Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7_919) % 251)), "video/matroska"],
    ["nothing", Buffer.alloc(0), "audio/mp4"],
    ["a picture", Buffer.from("anything"), "image/png"],
  ])("are none in %s, and little of it is read", async (_, bytes, mediaType) => {
    const { source, asked } = sourceOf(bytes);
    expect(await readCodecs(source, mediaType)).toEqual([]);
    expect(asked.reads).toBeLessThan(5_000);
  });
});
