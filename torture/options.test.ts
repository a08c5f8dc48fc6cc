import { expect, it } from "vitest";
import { hitsNeeded, howMany, howManyMore } from "./options";

it.each<[runs: number, kinds: number, purchases: number, hits: number]>([
  [300, 40, 400, 10],
  [1_000, 40, 1_000, 10],
  [120, 40, 120, 3],
  // Nobody is asked for more hits than there are purchases.
  [10, 40, 40, 1],
  [60, 1, 60, 10],
  [120, 0, 0, 10],
])("of %i runs and %i kinds makes %i purchases, %i hits each", (runs, kinds, purchases, hits) => {
  expect(howMany(runs, kinds)).toBe(purchases);
  expect(hitsNeeded(runs, kinds)).toBe(hits);
});

it.each<[needed: number, hits: number, tries: number, more: number]>([
  [10, 10, 10, 0],
  [10, 9, 10, 2],
  [3, 0, 3, 12],
  [10, 0, 10, 20],
])("to meet a moment %i times, after %i of %i, deals %i more", (needed, hits, tries, more) => {
  expect(howManyMore({ needed, hits, tries })).toBe(more);
});
