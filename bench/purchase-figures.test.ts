import { expect, it } from "vitest";
import { reaches } from "./figures";
import { purchaseFigures } from "./purchase-figures";

const sold = (processorMs: number, firstByteMs: number) => ({
  processorMs: [processorMs, processorMs],
  firstByteMs: [firstByteMs, firstByteMs],
});
const express = sold(5, 10);

function reachedBy(crowd: number, ours: ReturnType<typeof sold>) {
  const figures = purchaseFigures(crowd, { ours, earlier: sold(100, 100), express }, "326b351");
  return Object.fromEntries(figures.map((figure) => [figure.name, reaches(figure)]));
}

it("compares with the earlier build, which has targets, and with the rival, which has none", () => {
  expect(reachedBy(1, sold(40, 50))).toEqual({
    "Processor time of a purchase, 1 buyer at once, against 326b351": true,
    "Processor time of a purchase, 1 buyer at once, against @x402/express": null,
    "First paid byte beyond settling, 1 buyer at once, against 326b351": true,
    "First paid byte beyond settling, 1 buyer at once, against @x402/express": null,
  });
});

it("misses a target by little", () => {
  const reached = reachedBy(16, sold(41, 41));
  expect(reached["Processor time of a purchase, 16 buyers at once, against 326b351"]).toBe(false);
  expect(reached["First paid byte beyond settling, 16 buyers at once, against 326b351"]).toBe(false);
});

it("lets one buyer wait for half of what it was, and several for two fifths", () => {
  const name = (crowd: string) => `First paid byte beyond settling, ${crowd} at once, against 326b351`;
  expect(reachedBy(1, sold(40, 45))[name("1 buyer")]).toBe(true);
  expect(reachedBy(4, sold(40, 45))[name("4 buyers")]).toBe(false);
});

it("compares with the rival alone where there is no earlier build", () => {
  const figures = purchaseFigures(4, { ours: sold(20, 20), express }, "326b351");
  expect(figures.map(({ name }) => name.split(", ").at(-1))).toEqual([
    "against @x402/express",
    "against @x402/express",
  ]);
});
