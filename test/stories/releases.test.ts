import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { compare } from "../fixtures/releases/facts";
import { openRestoredShop } from "../fixtures/releases/in-process";
import { look, STAGES } from "../fixtures/releases/look";
import { readFixture } from "../fixtures/releases/restore";

/**
 * Shops of earlier releases, each left in the middle of its work: after the migrations of this version every grant,
 * receipt, link, counter and running payment is what it was in its release (`facts.json`).
 */

const folder = join(import.meta.dirname, "../fixtures/releases");
const releases = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== "make")
  .map(({ name }) => name);

let shop: Awaited<ReturnType<typeof openRestoredShop>> | undefined;
afterEach(async () => {
  await shop?.close();
  shop = undefined;
});

describe.each(releases)("a shop of release %s", (release) => {
  it("has lost nothing, and what was under way ends as it would have", async () => {
    const { facts, ...fixture } = readFixture(join(folder, release));
    if (!facts) throw new Error("It has no facts: make them.");
    shop = await openRestoredShop({ facts, ...fixture });
    const stages = await look(shop);
    expect(STAGES.flatMap((stage) => compare(facts, stage, stages[stage]))).toEqual([]);
  }, 300_000);
});
