import { describe, expect, it } from "vitest";
import type { FilmFacts, SoundFacts } from "./schema";
import { withCodecs } from "./with-codecs";

const film: FilmFacts = {
  kind: "film",
  trouble: null,
  seconds: 60,
  width: 320,
  height: 180,
  frameRate: 25,
  codecs: [],
  playsIn: null,
  title: null,
};
const sound: SoundFacts = {
  kind: "sound",
  trouble: null,
  seconds: 60,
  bitRate: null,
  sampleRate: null,
  channels: null,
  bitDepth: null,
  codec: null,
  title: null,
  artist: null,
  album: null,
};

describe("facts of sounds and films with what was detected of their codecs", () => {
  it.each<[mediaType: string, codecs: string, told: string[], playsIn: FilmFacts["playsIn"]]>([
    ["video/mp4", "H.264,AAC", ["H.264", "AAC"], "all"],
    ["video/quicktime", "HEVC,AAC", ["HEVC"], "some"],
    ["video/matroska", "", ["VP9", "Opus"], "some"],
    ["video/3gpp", "H.263,AMR", [], "none"],
    ["video/mp4", "", [], null],
  ])("%s with %s: %s is played in %s", (mediaType, codecs, told, playsIn) => {
    const facts = withCodecs({ ...film, codecs: told }, { mediaType, codecs });
    expect(facts).toMatchObject({ playsIn, codecs: codecs ? codecs.split(",") : told });
  });

  it("names a sound's codec that the program does not know, and no other", () => {
    expect(withCodecs(sound, { mediaType: "audio/mp4", codecs: "ALAC" })).toMatchObject({ codec: "ALAC" });
    expect(withCodecs({ ...sound, codec: "AAC" }, { mediaType: "audio/mp4", codecs: "ALAC" })).toMatchObject({
      codec: "AAC",
    });
  });
});
