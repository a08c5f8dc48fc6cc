import { describe, expect, it, vi } from "vitest";
import { hostileArchives } from "@/test/hostile-archives";
import { readContent } from "@/test/read-content";

// The programs have a low priority: on a busy machine they wait.
vi.setConfig({ testTimeout: 120_000 });

describe("an archive that lies or costs much", () => {
  it.each(hostileArchives)("$what is told honestly, within its limits", async ({ mediaType, name, make, facts }) => {
    const told = await readContent(mediaType, make(), { name });
    expect(told.facts).toEqual({ kind: "archive", ...facts });
    expect(told.excerpt?.entries?.length ?? 0).toBeLessThanOrEqual(500);
    expect(told.parts).toEqual([]);
  });
});
