import { describe, expect, it } from "vitest";
import { findGrowth } from "./find-growth";

/** A count that grows by one at each of these blocks, and how often it was asked for. */
function counting(blocks: readonly bigint[]) {
  const asked: bigint[] = [];
  const countAt = async (block: bigint) => {
    asked.push(block);
    return blocks.filter((one) => one <= block).length;
  };
  return { asked, countAt };
}

describe("blocks in which a count grew", () => {
  it("are found exactly, wherever they are and however often it grew in one of them", async () => {
    for (let run = 0; run < 300; run += 1) {
      const toBlock = BigInt(Math.floor(Math.random() * 200));
      const fromBlock = BigInt(Math.floor(Math.random() * (Number(toBlock) + 1)));
      const blocks = Array.from({ length: Math.floor(Math.random() * 30) }, () =>
        BigInt(Math.floor(Math.random() * 200)),
      );
      const found = await findGrowth(counting(blocks).countAt, { fromBlock, toBlock });
      const within = blocks.filter((one) => one >= fromBlock && one <= toBlock).sort((a, b) => Number(a - b));
      const wanted = [...new Set(within)].map((block) => ({ block, by: within.filter((one) => one === block).length }));
      expect({ fromBlock, toBlock, blocks, found }).toEqual({ fromBlock, toBlock, blocks, found: wanted });
    }
  });

  it("cost about as many questions each as the range has binary digits, and an empty range costs two", async () => {
    const range = { fromBlock: 1n, toBlock: 2n ** 25n };
    const few = counting([5n, 1_000_000n, 1_000_001n, 2n ** 25n]);
    expect(await findGrowth(few.countAt, range)).toHaveLength(4);
    expect(few.asked.length).toBeLessThanOrEqual(4 * 25 + 2);
    const none = counting([]);
    expect(await findGrowth(none.countAt, range)).toEqual([]);
    expect(none.asked.length).toBeLessThanOrEqual(2);
  });

  it("are asked for a few at a time", async () => {
    const blocks = Array.from({ length: 500 }, (_, at) => BigInt(at * 3));
    const { countAt } = counting(blocks);
    let [open, most] = [0, 0];
    const slow = async (block: bigint) => {
      most = Math.max(most, ++open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return countAt(block);
    };
    expect(await findGrowth(slow, { fromBlock: 0n, toBlock: 2_000n })).toHaveLength(500);
    expect(most).toBeLessThanOrEqual(8);
  });

  it("are not made up from answers that contradict each other", async () => {
    const odd = async (block: bigint) => (block === 50n ? 9 : block === 100n ? 5 : 0);
    await expect(findGrowth(odd, { fromBlock: 1n, toBlock: 100n })).rejects.toThrow("contradict each other");
  });

  it("are not found past an error", async () => {
    const { countAt } = counting([7n, 70n]);
    const gone = async (block: bigint) => {
      if (block < 40n) throw new Error("missing trie node");
      return countAt(block);
    };
    await expect(findGrowth(gone, { fromBlock: 0n, toBlock: 100n })).rejects.toThrow("missing trie node");
    expect(await findGrowth(gone, { fromBlock: 41n, toBlock: 100n })).toEqual([{ block: 70n, by: 1 }]);
  });
});
