import { createRequire } from "node:module";
import { afterEach, expect, it } from "vitest";
import { forgetPerProcess, perProcess } from "@/lib/process";
import { limits, takeLimit } from "./rate-limit";

const KEY = "rate-limits";
afterEach(() => {
  forgetPerProcess(KEY);
});

/** The package as another bundle of the built server has it: the same code, other classes. */
function anotherCopy(): typeof import("rate-limiter-flexible") {
  const require = createRequire(import.meta.url);
  for (const path of Object.keys(require.cache)) if (path.includes("rate-limiter-flexible")) delete require.cache[path];
  return require("rate-limiter-flexible");
}

it("a limit that another bundle of the server made is reached with 429 as well", async () => {
  const [one, other] = [anotherCopy(), anotherCopy()];
  expect(one.RateLimiterRes).not.toBe(other.RateLimiterRes);
  const client = new other.RateLimiterMemory({ points: 1, duration: 60 });
  perProcess(KEY, () => ({ pay: { client, site: client } }));
  await takeLimit("pay", "203.0.113.9");
  const refused = takeLimit("pay", "203.0.113.9");
  await expect(refused).rejects.toMatchObject({ code: "too_many_requests", status: 429 });
  await expect(refused).rejects.toMatchObject({ headers: { "Retry-After": expect.stringMatching(/^(59|60)$/) } });
});

it("a fault of a limiter is told as it is", async () => {
  const fault = new Error("out of memory");
  const client = { consume: () => Promise.reject(fault) };
  perProcess(KEY, () => ({ pay: { client, site: client } }));
  await expect(takeLimit("pay", "203.0.113.9")).rejects.toBe(fault);
});

const { points } = limits.complaint;
const refusals = async (keys: string[]) => {
  const asked = await Promise.allSettled(keys.map((key) => takeLimit("complaint", key)));
  return asked.filter(({ status }) => status === "rejected").length;
};

it("counts an IPv6 client by its /64", async () => {
  expect(await refusals(new Array(points + 3).fill("2001:db8:1:2::/64"))).toBe(3);
});

it("counts an IPv6 site as four clients, whichever of its 65,536 networks they say they are", async () => {
  const networks = Array.from({ length: points * 4 + 7 }, (_, index) => `2001:db8:1:${index.toString(16)}::/64`);
  expect(await refusals(networks)).toBe(7);
  expect(await refusals(["2001:db8:2:1::/64"])).toBe(0);
});

it("does not let one network use up what its site may", async () => {
  await refusals(new Array(points * 20).fill("2001:db8:1:2::/64"));
  expect(await refusals(["2001:db8:1:3::/64"])).toBe(0);
});
