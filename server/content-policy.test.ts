import { expect, it } from "vitest";
import { developmentPolicy, framingOf, pagePolicy } from "./content-policy";

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

it.each([
  ["/f/abc/preview", "framed-by-ours"],
  ["/f/abc/preview?draft=1", "framed-by-ours"],
  ["/dashboard", "frames-ours"],
  ["/dashboard/files/abc", "frames-ours"],
  ["/", "none"],
  ["/f/abc", "none"],
  ["/f/abc?x=/f/abc/preview", "none"],
  ["/f/abc/preview/x", "none"],
  ["/f/abc/x/preview", "none"],
  ["//f/abc/preview", "none"],
  ["/f/abc%2Fpreview", "none"],
  ["/F/abc/preview", "none"],
  ["/purchases#/dashboard", "none"],
  ["/dashboardx", "none"],
] as const)("%s: %s", (url, framing) => {
  expect(framingOf(url)).toBe(framing);
});

it("a page may be inside another one only where its seller edits it, and only inside our own", () => {
  const of = (url: string) => rules(pagePolicy("abc", given, framingOf(url)));
  expect(of("/f/abc/preview").get("frame-ancestors")).toBe("frame-ancestors 'self'");
  expect(of("/f/abc/preview").get("frame-src")).toBe("frame-src 'none'");
  expect(of("/dashboard/files/abc").get("frame-ancestors")).toBe("frame-ancestors 'none'");
  expect(of("/dashboard/files/abc").get("frame-src")).toBe("frame-src 'self'");
  expect(of("/f/abc").get("frame-ancestors")).toBe("frame-ancestors 'none'");
});
