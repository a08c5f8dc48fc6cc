import { createRequire } from "node:module";
import { afterEach, expect, it } from "vitest";
import { forgetPerProcess, perProcess } from "../process";
import { takeLimit } from "./rate-limit";

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
  perProcess(KEY, () => ({ pay: new other.RateLimiterMemory({ points: 1, duration: 60 }) }));
  await takeLimit("pay", "203.0.113.9");
  const refused = takeLimit("pay", "203.0.113.9");
  await expect(refused).rejects.toMatchObject({ code: "too_many_requests", status: 429 });
  await expect(refused).rejects.toMatchObject({ headers: { "Retry-After": expect.stringMatching(/^(59|60)$/) } });
});

it("a fault of a limiter is told as it is", async () => {
  const fault = new Error("out of memory");
  perProcess(KEY, () => ({ pay: { consume: () => Promise.reject(fault) } }));
  await expect(takeLimit("pay", "203.0.113.9")).rejects.toBe(fault);
});
