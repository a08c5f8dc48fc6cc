import { beforeEach, describe, expect, it } from "vitest";
import { forgetPerProcess } from "@/lib/process";
import { testSettings } from "@/test/settings";
import { PEER_HEADER } from "./client-ip";
import { limits } from "./rate-limit";
import { countVisit } from "./visit-limit";

beforeEach(() => {
  forgetPerProcess("rate-limits");
});

const visit = (url: string, peer: string, forwarded?: string) =>
  countVisit({ url, headers: { [PEER_HEADER]: peer, ...(forwarded ? { "x-forwarded-for": forwarded } : {}) } });

/** Sends requests until one is rejected. @returns the number of successful ones */
async function servedOf(url: string | ((count: number) => string), peer: string): Promise<number> {
  for (let count = 0; count < 2 * limits.asset.points; count += 1) {
    if (await visit(typeof url === "string" ? url : url(count), peer)) return count;
  }
  return Number.POSITIVE_INFINITY;
}

describe("requests that no door counts", () => {
  it.each([
    ["a page", "/f/0000000000000000000000", limits.page.points],
    ["a page with a query", "/?a=1", limits.page.points],
    ["whether it is ready", "/readyz", limits.page.points],
    ["another spelling of a script", "//_next/static/x.js", limits.page.points],
    ["a script", "/_next/static/chunks/a.js", limits.asset.points],
    ["a part of pdf.js", "/api/pdf-parts/cmaps/a.bcmap", limits.asset.points],
    ["what no route answers", "/api/nothing", limits.request.points],
  ])("are counted by address: %s", async (_, url, points) => {
    testSettings();
    expect(await servedOf(url, "203.0.113.9")).toBe(points);
    expect(await visit(url, "203.0.113.10")).toBeNull();
  });

  it("are counted together, whatever their paths", async () => {
    testSettings();
    expect(await servedOf((count) => `/f/${count}?x=${count}`, "203.0.113.9")).toBe(limits.page.points);
  });

  it("are refused with 429 and the time after which to come again", async () => {
    testSettings();
    await servedOf("/", "203.0.113.9");
    expect(await visit("/", "203.0.113.9")).toMatchObject({
      code: "too_many_requests",
      headers: { "Retry-After": expect.stringMatching(/^[1-9]\d?$/) },
    });
    expect(await visit("/_next/static/chunks/a.js", "203.0.113.9")).toBeNull();
  });

  it("count by the visitor's address behind a proxy of ours, and by the socket's without one", async () => {
    testSettings({ TRUSTED_PROXIES: "1" });
    for (let count = 0; count <= limits.page.points; count += 1) await visit("/", "10.0.0.1", "198.51.100.7");
    expect(await visit("/", "10.0.0.1", "6.6.6.6, 198.51.100.7")).not.toBeNull();
    expect(await visit("/", "10.0.0.1", "198.51.100.8")).toBeNull();
  });
});
