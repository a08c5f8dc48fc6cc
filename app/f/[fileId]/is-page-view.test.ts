import { describe, expect, it } from "vitest";
import { isPageView } from "./is-page-view";

const browser = {
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
};

describe("views", () => {
  it("count a person who opens the page", () => {
    expect(isPageView(new Headers(browser))).toBe(true);
  });

  it.each([
    ["a prefetch", { ...browser, "sec-purpose": "prefetch" }],
    ["a prerender", { ...browser, "sec-purpose": "prefetch;prerender" }],
    ["the app's own navigation", { ...browser, rsc: "1" }],
    ["a preview bot", { ...browser, "user-agent": "Mozilla/5.0 (compatible; Twitterbot/1.0)" }],
    ["a script", { ...browser, "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" }],
    ["a frame", { ...browser, "sec-fetch-dest": "iframe" }],
    ["curl, and HEAD by it", { "user-agent": "curl/8.5.0" }],
  ])("do not count %s", (_, headers) => {
    expect(isPageView(new Headers(headers as Record<string, string>))).toBe(false);
  });
});
