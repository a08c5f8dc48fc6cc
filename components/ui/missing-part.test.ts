import { afterEach, describe, expect, it, vi } from "vitest";
import { isPartMissing, reloadOnce, whyMissing } from "./missing-part";

const missing = Object.assign(
  new Error("Failed to load chunk /_next/static/chunks/1a2b~.js from module 7: Error: could not load"),
  { name: "ChunkLoadError" },
);

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a part that could not be loaded", () => {
  it("is told from other errors", () => {
    expect(isPartMissing(missing)).toBe(true);
    expect(isPartMissing(new TypeError("Failed to fetch dynamically imported module: https://a/b.js"))).toBe(true);
    expect(isPartMissing(new TypeError("x is not a function"))).toBe(false);
    expect(isPartMissing("text")).toBe(false);
  });

  it.each([
    ["is gone since an update", async () => new Response(null, { status: 404 }), "update"],
    ["is there after all", async () => new Response(null), "connection"],
    ["is behind a proxy's error", async () => new Response(null, { status: 502 }), "connection"],
    ["is out of reach", async () => Promise.reject(new TypeError("Failed to fetch")), "connection"],
  ])("%s", async (_, answer, why) => {
    const ask = vi.fn(answer);
    vi.stubGlobal("fetch", ask);
    expect(await whyMissing(missing)).toBe(why);
    expect(ask).toHaveBeenCalledWith("/_next/static/chunks/1a2b~.js", { method: "HEAD", cache: "no-store" });
  });

  it("blames no update without an address", async () => expect(await whyMissing(new Error("no"))).toBe("connection"));
});

it.each([
  ["navigate", 1],
  ["back_forward", 1],
  ["reload", 0],
])("after a %s the page is loaded again %s times", (type, times) => {
  vi.useFakeTimers();
  const reload = vi.fn();
  vi.stubGlobal("location", { reload });
  vi.stubGlobal("performance", { getEntriesByType: () => [{ type }] });
  const stop = reloadOnce();
  vi.runAllTimers();
  expect(reload).toHaveBeenCalledTimes(times);
  expect(stop === null).toBe(times === 0);
});
