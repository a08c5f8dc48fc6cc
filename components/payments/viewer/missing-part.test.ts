import { expect, it } from "vitest";
import { missingPart, missingSound } from "./missing-part";

/** A player as browsers describe it: `frames` that it has shown so far. */
const player = (state: { width: number; frames?: number; time?: number; plays?: string }) => ({
  videoWidth: state.width,
  currentTime: state.time ?? 0,
  paused: false,
  getVideoPlaybackQuality: () => ({ totalVideoFrames: state.frames ?? 0 }) as VideoPlaybackQuality,
  canPlayType: (type: string) => (type.includes(state.plays ?? "nothing") ? "probably" : "") as CanPlayTypeResult,
});

it.each<[what: string, state: Parameters<typeof player>[0], codecs: string[], missing: ReturnType<typeof missingPart>]>(
  [
    ["a film that has begun", { width: 64 }, ["H.264", "AAC"], null],
    ["a film that shows frames", { width: 64, frames: 40, time: 2 }, ["H.264", "AAC"], null],
    ["a film without a picture", { width: 0 }, ["HEVC", "AAC"], { part: "picture", what: ["HEVC"] }],
    ["the same, whose codecs are not known", { width: 0 }, [], { part: "picture", what: [] }],
    ["a film that plays and stays black", { width: 64, time: 3 }, ["AV1", "AAC"], { part: "picture", what: ["AV1"] }],
    ["a film that has only been opened", { width: 64, time: 1 }, ["AV1"], null],
    ["sound in the container of a film", { width: 0, time: 3 }, ["AAC"], null],
  ],
)("of %s is missed what is missing", (_, state, codecs, missing) => {
  expect(missingPart(player(state), codecs)).toEqual(missing);
});

it.each<[plays: string, codecs: string[], missing: ReturnType<typeof missingSound>]>([
  ["mp4a", ["H.264", "AAC"], null],
  ["avc1", ["H.264", "AC-3"], { part: "sound", what: ["AC-3"] }],
  ["ac-3", ["H.264", "AC-3"], null],
  ["mp4a", ["H.264", "AAC", "DTS"], null],
  ["nothing", ["H.264"], null],
  ["nothing", ["ALAC"], null],
  ["nothing", ["H.264", "PCM"], null],
])("a browser that plays %s lets the sound of %j be missed: %j", (plays, codecs, missing) => {
  expect(missingSound(player({ width: 64, plays }), codecs)).toEqual(missing);
});
