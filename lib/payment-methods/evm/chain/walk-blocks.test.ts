import { afterEach, expect, it } from "vitest";
import { forgetPerProcess } from "@/lib/process";
import { walkBlocks } from "./walk-blocks";

afterEach(() => {
  forgetPerProcess("block-walks");
});

/** A chain with an event in one block, behind a node that accepts this many blocks per request. */
function chain(at: bigint, takes: bigint) {
  const asked: [bigint, bigint][] = [];
  const refused: bigint[] = [];
  const look = async (from: bigint, to: bigint) => {
    if (to - from >= takes) {
      refused.push(to - from + 1n);
      throw new Error("in whatever words");
    }
    asked.push([from, to]);
    return from <= at && at <= to ? at : null;
  };
  return { asked, refused, look };
}

const walk = { chainId: 31337, name: "one", fromBlock: 1n, toBlock: 500n };

it("asks once where the node takes all of it", async () => {
  const { asked, look } = chain(400n, 10_000n);
  expect(await walkBlocks(walk, look)).toEqual({ kind: "found", found: 400n });
  expect(asked).toEqual([[1n, 500n]]);
});

it("passes over no block, whatever the node takes", async () => {
  for (const takes of [1n, 7n, 10n, 64n]) {
    forgetPerProcess("block-walks");
    const { asked, look } = chain(110n, takes);
    expect(await walkBlocks(walk, look)).toEqual({ kind: "found", found: 110n });
    asked.forEach(([from], index) => {
      expect(from).toBe((asked[index - 1]?.[1] ?? 0n) + 1n);
    });
  }
});

it("learns what the node takes, so that the next walk is not refused from the beginning", async () => {
  const first = chain(400n, 10n);
  await walkBlocks(walk, first.look);
  const next = chain(400n, 10n);
  await walkBlocks({ ...walk, name: "two" }, next.look);
  expect(first.refused.length).toBeGreaterThan(5);
  expect(next.refused.every((span) => span < 20n)).toBe(true);
  // Now and then it tries whether the node accepts more by now.
  const generous = chain(9_000n, 10_000n);
  await walkBlocks({ ...walk, name: "three", toBlock: 10_000n }, generous.look);
  expect(generous.asked.length).toBeLessThan(120);
});

it("stops after a bounded number of requests, and continues from there", async () => {
  const long = { ...walk, toBlock: 3_000n };
  const { asked, look } = chain(2_900n, 10n);
  expect(await walkBlocks(long, look)).toEqual({ kind: "unfinished" });
  const questions = asked.length;
  expect(questions).toBeLessThanOrEqual(200);
  // Meanwhile the chain has grown.
  const later = { ...long, toBlock: 3_010n };
  let walked = await walkBlocks(later, look);
  expect(asked[questions]?.[0]).toBe((asked[questions - 1]?.[1] ?? 0n) + 1n);
  for (let turn = 0; walked.kind === "unfinished" && turn < 5; turn++) walked = await walkBlocks(later, look);
  expect(walked).toEqual({ kind: "found", found: 2_900n });
});

it("starts again after it came to the end without a result: a lagging node has shown blocks that it lacked as empty", async () => {
  const behind = async () => null;
  expect(await walkBlocks(walk, behind)).toEqual({ kind: "nothing" });
  const { look } = chain(3n, 10n);
  expect(await walkBlocks({ ...walk, toBlock: 520n }, look)).toEqual({ kind: "found", found: 3n });
});

it("throws where the node refuses even one block, and has learned nothing by that", async () => {
  const down = async () => Promise.reject(new Error("down"));
  await expect(walkBlocks(walk, down)).rejects.toThrow("down");
  const { asked, look } = chain(400n, 10_000n);
  await walkBlocks(walk, look);
  expect(asked).toHaveLength(1);
});
