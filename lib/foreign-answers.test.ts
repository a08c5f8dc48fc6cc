import { expect, it } from "vitest";
import { foreignAnswer, isForeignPassing, readRetryAfter } from "./foreign-answers";

it.each([
  [413, "proxy_too_large", false],
  [429, "proxy_too_many", true],
  [502, "proxy_down", true],
  [503, "proxy_down", true],
  [504, "proxy_slow", true],
  [524, "proxy_slow", true],
  [599, "proxy_down", true],
  [403, "proxy_refused", false],
  [407, "proxy_sign_in", false],
  [431, "proxy_headers", false],
  [511, "network_sign_in", false],
  [200, "network_sign_in", false],
  [302, "network_sign_in", false],
  [418, "proxy_other", false],
] as const)("%i of a proxy is %s; it passes by itself: %s", (status, code, passes) => {
  expect(foreignAnswer(status)).toBe(code);
  expect(isForeignPassing(code)).toBe(passes);
});

it("reads Retry-After as a number of seconds and as a date, and nothing else", () => {
  const now = Date.parse("Wed, 21 Oct 2026 07:28:00 GMT");
  expect(readRetryAfter("120", now)).toBe(120);
  expect(readRetryAfter("Wed, 21 Oct 2026 07:28:30 GMT", now)).toBe(30);
  expect(readRetryAfter("Wed, 21 Oct 2026 07:00:00 GMT", now)).toBe(0);
  for (const text of [null, undefined, "", "soon", "-1"]) expect(readRetryAfter(text, now)).toBeUndefined();
});
