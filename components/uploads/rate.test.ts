import { describe, expect, it } from "vitest";
import { addSample, bytesPerSecond, noRate, secondsLeft } from "./rate";

const after = (...samples: [at: number, bytes: number][]) =>
  samples.reduce((rate, [at, bytes]) => addSample(rate, at, bytes), noRate);

describe("upload speed", () => {
  it("says nothing before there is enough to go by", () => {
    expect(bytesPerSecond(noRate)).toBeNull();
    expect(bytesPerSecond(after([0, 0], [100, 5_000]))).toBeNull();
    expect(secondsLeft(after([0, 0]), 100)).toBeNull();
  });

  it("tells speed and time left", () => {
    const rate = after([0, 0], [1_000, 2_000], [2_000, 4_000]);
    expect(bytesPerSecond(rate)).toBe(2_000);
    expect(secondsLeft(rate, 10_000)).toBe(3);
  });

  it("drops old samples, so that a slow start does not count for ever", () => {
    const rate = after([0, 0], [4_000, 100], [8_000, 4_100], [10_000, 6_100]);
    expect(bytesPerSecond(rate)).toBe(1_000);
  });

  it("begins afresh after a pause or when the count jumps back", () => {
    expect(bytesPerSecond(after([0, 0], [1_000, 5_000], [60_000, 5_100]))).toBeNull();
    expect(bytesPerSecond(after([0, 0], [1_000, 5_000], [1_600, 4_000], [2_600, 6_000]))).toBe(2_000);
  });

  it("does not promise an end while nothing moves", () => {
    expect(secondsLeft(after([0, 500], [1_000, 500]), 1_000)).toBeNull();
  });
});
