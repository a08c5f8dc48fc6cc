import { expect, it } from "vitest";
import { developmentPolicy, pagePolicy } from "./content-policy";

const given = { walletConnect: false, https: true };
const rules = (policy: string) => new Map(policy.split("; ").map((rule) => [rule.split(" ")[0], rule]));

it("pages may show purchases from the download origin, and run, frame or embed nothing of it", () => {
  const downloadOrigin = "https://files.example";
  const policy = rules(pagePolicy("abc", { ...given, downloadOrigin }));
  const named = [...policy.values()].filter((rule) => rule.includes(downloadOrigin)).map((rule) => rule.split(" ")[0]);
  expect(named.sort()).toEqual(["connect-src", "img-src", "media-src"]);
  expect(policy.get("script-src")).toBe("script-src 'self' 'nonce-abc'");
  expect(policy.get("frame-src")).toBe("frame-src 'none'");
  expect(policy.get("object-src")).toBe("object-src 'none'");
});

it("pages load from nowhere else where downloads have no origin of their own", () => {
  expect(pagePolicy("abc", given)).not.toMatch(/https:\/\//);
});

it("evaluated code runs in development only", () => {
  expect(developmentPolicy()).toContain("'unsafe-eval'");
  expect(pagePolicy("abc", given)).not.toMatch(/script-src[^;]*'unsafe/);
});
