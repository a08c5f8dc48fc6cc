import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { matchHas } from "next/dist/shared/lib/router/utils/prepare-destination";
import { expect, test } from "vitest";
import config from "../next.config.js";

const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const pageAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/** Asks Next's own matcher what `/f/{fileId}` answers. */
async function answerFor(headers: Record<string, string>): Promise<"bytes" | "page"> {
  const rewrites = (await config.rewrites?.()) as unknown as { beforeFiles: { source: string; missing: never[] }[] };
  const rule = rewrites.beforeFiles.find(({ source }) => source === "/f/:fileId");
  if (!rule) throw new Error("the rewrite of /f/ is gone");
  return matchHas({ headers, cookies: {} } as unknown as IncomingMessage, {}, [], rule.missing) ? "bytes" : "page";
}

test.each([
  ["a browser", { accept: pageAccept, "user-agent": chrome }],
  ["a browser that writes TEXT/HTML", { accept: "TEXT/HTML", "user-agent": chrome }],
  ["a browser that takes a page second", { accept: "image/avif, text/html; q=0.8", "user-agent": chrome }],
  ["the app's own navigation", { accept: "*/*", rsc: "1", "user-agent": chrome }],
  ["Twitter's preview", { accept: "*/*", "user-agent": "Twitterbot/1.0" }],
  ["Facebook's preview", { accept: "*/*", "user-agent": "facebookexternalhit/1.1" }],
  ["WhatsApp's preview", { "user-agent": "WhatsApp/2.23.20.0" }],
  ["Slack's preview", { accept: "*/*", "user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" }],
  ["Telegram's preview", { accept: "*/*", "user-agent": "TelegramBot (like TwitterBot)" }],
] as [string, Record<string, string>][])("%s gets the page", async (_, headers) => {
  expect(await answerFor(headers)).toBe("page");
});

test.each([
  ["curl", { accept: "*/*", "user-agent": "curl/8.5.0" }],
  ["a program that says nothing", {}],
  ["a program that wants JSON", { accept: "application/json", "user-agent": "node" }],
  ["a program that refuses pages", { accept: "*/*, text/html;q=0", "user-agent": "python-requests/2.32" }],
  ["the same, in other words", { accept: "text/html ; Q=0.0, */*", "user-agent": "x" }],
  ["an agent that calls itself a bot", { accept: "*/*", "user-agent": "shopping-bot/2.0 (x402)" }],
  ["a fetch in a page of another site", { accept: "*/*", "user-agent": chrome }],
] as [string, Record<string, string>][])("%s gets the file behind 402", async (_, headers) => {
  expect(await answerFor(headers)).toBe("bytes");
});

test("nothing in the app's pages prefetches: a link to a file would pull what it sells", () => {
  const root = join(import.meta.dirname, "..");
  const files = ["app", "components"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(root, folder, file)),
  );
  const sources = files.filter((file) => file.endsWith(".tsx"));
  expect(sources.length).toBeGreaterThan(50);
  const prefetching = /from "next\/link"|useRouter\(\)\.prefetch|rel="(?:prefetch|prerender)"/;
  expect(sources.filter((file) => prefetching.test(readFileSync(file, "utf8")))).toEqual([]);
});
