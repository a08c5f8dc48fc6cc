import { describe, expect, it } from "vitest";
import { samplePlace } from "./programs/media/sample-place.mjs";

describe("the part of a sound or a film that anybody may play", () => {
  const showing = { sample: true, sampleFrom: null };
  it.each<[length: number | null, from: number | null, place: { from: number; seconds: number } | null]>([
    [300, null, { from: 100, seconds: 30 }],
    [90, null, { from: 30, seconds: 30 }],
    [89, null, null],
    [87, 10, { from: 10, seconds: 29 }],
    [30, 4, { from: 4, seconds: 10 }],
    [14, 0, null],
    [300, 295, { from: 270, seconds: 30 }],
    [null, 5, null],
  ])("of %s seconds, from %s on: %j", (length, sampleFrom, place) => {
    expect(samplePlace({ sample: true, sampleFrom }, length)).toEqual(place);
  });

  it("is nothing where the seller shows none", () => {
    expect(samplePlace({ ...showing, sample: false }, 300)).toBeNull();
  });
});
