import { describe, expect, test } from "vitest";
import { chooseDoor } from "./choose-door";

const id = "0123456789ABCDEFGHabcd";
const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const pageAccept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
const ask = (url: string, headers: Record<string, string> = {}, method = "GET") => chooseDoor({ method, url, headers });
const page = { kind: "next", url: `/f/${id}`, pageOf: id };
const file = { kind: "file", url: `/api/files/${id}`, query: { fileId: id } };

describe("the shared link", () => {
  test.each([
    ["a browser", { accept: pageAccept, "user-agent": chrome }],
    ["a browser that writes TEXT/HTML", { accept: "TEXT/HTML", "user-agent": chrome }],
    ["a browser that takes a page second", { accept: "image/avif, text/html; q=0.8", "user-agent": chrome }],
    [
      "a browser behind a proxy with its own sign-in",
      { accept: pageAccept, "user-agent": chrome, authorization: "Basic x" },
    ],
    ["a browser with an empty header", { accept: pageAccept, "user-agent": chrome, "claim-token": "" }],
    ["a browser that takes a page at last", { accept: "text/html;q=0.1", "user-agent": chrome }],
    ["the app's own navigation", { accept: "*/*", rsc: "1", "user-agent": chrome }],
    ["Twitter's preview", { accept: "*/*", "user-agent": "Twitterbot/1.0" }],
    ["Facebook's preview", { accept: "*/*", "user-agent": "facebookexternalhit/1.1" }],
    ["WhatsApp's preview", { "user-agent": "WhatsApp/2.23.20.0" }],
    ["Slack's preview", { accept: "*/*", "user-agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)" }],
    ["Telegram's preview", { accept: "*/*", "user-agent": "TelegramBot (like TwitterBot)" }],
  ] as [string, Record<string, string>][])("%s gets the page", (_, headers) => {
    for (const method of ["GET", "HEAD"]) expect(ask(`/f/${id}`, headers, method)).toEqual(page);
    expect(ask(`/f/${id}`, headers, "POST")).toEqual({ kind: "next", url: `/f/${id}` });
  });

  test.each([
    ["one that names nothing else", "text/markdown"],
    ["one that names it first", "text/markdown, text/html, */*"],
    ["one that likes it more", "text/html;q=0.8, text/markdown;q=0.9"],
  ])("a program that reads Markdown gets the page in words: %s", (_, accept) => {
    for (const method of ["GET", "HEAD"]) {
      expect(ask(`/f/${id}`, { accept }, method)).toEqual({ kind: "next", url: `/api/files/${id}/markdown` });
    }
    expect(ask(`/f/${id}`, { accept, "payment-signature": "x" })).toEqual(file);
    expect(ask(`/f/${id}`, { accept, rsc: "1" })).toEqual(page);
    expect(ask(`/f/${id}`, { accept }, "POST").url).not.toContain("markdown");
  });

  test.each([
    ["refuses it", "text/markdown;q=0, */*", file],
    ["likes HTML more", "text/html, text/markdown;q=0.5", page],
    ["cannot count", "text/markdown;q=much", file],
  ])("one that %s does not", (_, accept, door) => expect(ask(`/f/${id}`, { accept })).toEqual(door));

  test.each([
    ["curl", { accept: "*/*", "user-agent": "curl/8.5.0" }],
    ["a program that says nothing", {}],
    ["a program that wants JSON", { accept: "application/json", "user-agent": "node" }],
    ["a program that refuses pages", { accept: "*/*, text/html;q=0", "user-agent": "python-requests/2.32" }],
    ["the same, in other words", { accept: "text/html ; Q=0.0, */*", "user-agent": "x" }],
    ["an agent that calls itself a bot", { accept: "*/*", "user-agent": "shopping-bot/2.0 (x402)" }],
    ["a fetch in a page of another site", { accept: "*/*", "user-agent": chrome }],
    ["a browser's program that pays", { accept: pageAccept, "user-agent": chrome, "payment-signature": "x" }],
    ["one that pays by version 1", { accept: pageAccept, "user-agent": chrome, "x-payment": "x" }],
    ["one that shows a claim token", { accept: pageAccept, "user-agent": chrome, "claim-token": "x" }],
    ["one that proves its wallet", { accept: pageAccept, "user-agent": chrome, "sign-in-with-x": "x" }],
    [
      "a payment from something that is named like a preview bot",
      { "user-agent": "Twitterbot/1.0", "payment-signature": "x" },
    ],
    ["a claim with the app's own header", { accept: "*/*", rsc: "1", "claim-token": "x" }],
  ] as [string, Record<string, string>][])("%s gets the file behind 402", (_, headers) => {
    for (const method of ["GET", "HEAD"]) expect(ask(`/f/${id}`, headers, method)).toEqual(file);
  });

  test.each([
    ["another method", `/f/${id}`, "PATCH", `/api/files/${id}`],
    ["with a query", `/f/${id}?a=%2B&a=2`, "OPTIONS", `/api/files/${id}?a=%2B&a=2`],
    ["another id", "/f/abc", "GET", "/api/files/abc"],
    ["an id that is escaped", `/f/%30${id.slice(1)}`, "GET", `/api/files/%30${id.slice(1)}`],
    ["in capitals", `/F/${id}`, "GET", `/api/files/${id}`],
    ["with dots", `/./x/%2E%2e/f/${id}?x`, "GET", `/api/files/${id}?x`],
    ["with a fragment", `/f/${id}#x?y`, "GET", `/api/files/${id}`],
  ])("leads Next to the same door where it is spelt otherwise: %s", (_, url, method, asked) => {
    expect(ask(url, {}, method)).toEqual({ kind: "next", url: asked });
    expect(ask(url, { accept: pageAccept }, method)).toEqual({ kind: "next", url });
  });

  test.each([
    ["a path that goes on", `/f/${id}/more`],
    ["no id", "/f/"],
    ["a slash at the end", `/f/${id}/`],
    ["dots that lead elsewhere", `/f/${id}/..`],
    ["two slashes", `/f//${id}`],
    ["a backslash", `/f/${id}\\`],
    ["an escaped letter", `/%66/${id}`],
    ["a link in the query", `/?next=/f/${id}`],
  ])("is not what stands in %s", (_, url) => {
    expect(ask(url)).toEqual({ kind: "next", url });
  });
});

describe("a file by the API", () => {
  test("is answered by its route for every requester", () => {
    const askers: Record<string, string>[] = [{}, { accept: pageAccept, rsc: "1" }, { "user-agent": "Twitterbot/1.0" }];
    for (const headers of askers) {
      expect(ask(`/api/files/${id}`, headers)).toEqual(file);
      expect(ask(`/api/files/${id}`, headers, "HEAD")).toEqual(file);
    }
  });

  test("goes to Next with every method but GET and HEAD, and in any other spelling", () => {
    for (const method of ["POST", "PATCH", "DELETE", "OPTIONS", "PUT"]) {
      expect(ask(`/api/files/${id}`, {}, method).kind).toBe("next");
    }
    for (const url of [`/api/files/${id}/info`, `/api/files/${id}/`, "/api/files/abc", `//api/files/${id}`]) {
      expect(ask(url)).toEqual({ kind: "next", url });
    }
  });

  test("has its parameters as Next hands them over, and none can name another file", () => {
    expect(ask(`/f/${id}?ticket=a%2Bb&version=2&x=1&x=2`)).toEqual({
      kind: "file",
      url: `/api/files/${id}?ticket=a%2Bb&version=2&x=1&x=2`,
      query: { ticket: "a+b", version: "2", x: ["1", "2"], fileId: id },
    });
    expect(ask(`/f/${id}?fileId=other`)).toMatchObject({ query: { fileId: id } });
    // A question mark in a value is part of it (RFC 3986, 3.4).
    expect(ask(`/f/${id}?a=b?c`)).toMatchObject({ query: { a: "b?c", fileId: id } });
  });
});

describe("an upload", () => {
  test.each(["GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"])("has a door for %s", (method) => {
    for (const url of ["/api/uploads", `/api/uploads/${id}`]) {
      expect(ask(url, {}, method)).toEqual({ kind: "upload", url });
    }
  });

  test.each([
    "/api/uploads/",
    `/api/uploads/${id}/`,
    `/api/uploads/${id}?x=${id}`,
    `/api/uploads/${id}/${id}`,
    `/api/uploads/%30123456789ABCDEFGHabcd`,
    `//api/uploads/${id}`,
    "/api/uploadsx",
    "/api/files",
  ])("goes to Next in any other spelling: %s", (url) => {
    expect(ask(url)).toEqual({ kind: "next", url });
  });
});
