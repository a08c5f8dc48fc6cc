import { readdirSync, readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { rangeReader } from "@/components/payments/viewer/range-reader";
import { readAnswer } from "@/components/payments/wire/pay-api";
import { allMessages } from "@/lib/i18n/all-messages";
import { localeNames } from "@/lib/i18n/locales";
import { bindWords } from "@/lib/i18n/words";
import { pauseAfter } from "./query-provider";
import { readBytes } from "./read-bytes";
import { fetchAnswer, hasRefused, isSignInAsked, NoAnswer, RequestProblem, requestJson, wordsFor } from "./request";

/** What pages make of answers that are not the server's. */

async function serve(handle: RequestListener): Promise<string> {
  const server = createServer(handle);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

const page = (status: number, headers: Record<string, string> = {}) =>
  serve((_, res) => res.writeHead(status, { "Content-Type": "text/html", ...headers }).end("<h1>Somebody else</h1>"));

async function errorOf(answer: Promise<unknown>): Promise<Error> {
  return answer.then(
    () => new Error("no error"),
    (error: Error) => error,
  );
}

const signal = new AbortController().signal;

describe("an answer of somebody else", () => {
  it.each([
    [200, "network_sign_in"],
    [403, "proxy_refused"],
    [413, "proxy_too_large"],
    [429, "proxy_too_many"],
    [431, "proxy_headers"],
    [502, "proxy_down"],
    [503, "proxy_down"],
    [504, "proxy_slow"],
    [511, "network_sign_in"],
  ])("%i with a page is %s, and never told as a connection that is missing", async (status, code) => {
    const error = (await errorOf(requestJson(await page(status, { "Retry-After": "7" })))) as RequestProblem;
    expect(error).toBeInstanceOf(RequestProblem);
    expect(error.problem).toMatchObject({ status, code, isForeign: true, retryAfter: 7 });
    for (const locale of localeNames) {
      const t = bindWords(locale, allMessages[locale], "errors");
      const words = wordsFor(error, t);
      expect(words).not.toContain(t("no_answer"));
      expect(words).not.toMatch(/[{}]|_how/);
      if (status !== 200 && status !== 511) expect(words.replace(/[\u2068\u2069]/g, "")).toContain(`HTTP ${status}`);
      expect(words).toContain(t(`${code}_how` as "proxy_down_how"));
    }
    expect(pauseAfter(0, error)).toBe(7_000);
  });

  it("is no refusal of the server: no link is wrong and no session over because of it", async () => {
    for (const status of [401, 403, 404, 410]) {
      const error = await errorOf(requestJson(await page(status)));
      expect([status, hasRefused(error), isSignInAsked(error)]).toEqual([status, false, false]);
    }
    const own = await serve((_, res) =>
      res.writeHead(401, { "Content-Type": "application/problem+json" }).end('{"code":"sign_in_required","title":"…"}'),
    );
    expect(isSignInAsked(await errorOf(requestJson(own)))).toBe(true);
  });

  it("to a payment says nothing about the money", async () => {
    for (const status of [403, 413, 429, 502]) {
      expect(await readAnswer(await fetch(await page(status)))).toMatchObject({ kind: "lost", problem: { status } });
    }
    const ok = await errorOf(readAnswer(await fetch(await page(200))));
    expect(ok).toMatchObject({ problem: { code: "network_sign_in" } });
  });

  it("to a part of a file is not taken for its bytes", async () => {
    for (const status of [200, 403, 503]) {
      const error = await errorOf(readBytes(await page(status), { begin: 0, end: 10 }, signal));
      expect(error).toMatchObject({ problem: { status, isForeign: true } });
    }
  });
});

describe("a connection that carries nothing", () => {
  it("ends, and is told as stalled", async () => {
    const silent = await serve(() => {});
    const error = (await errorOf(fetchAnswer(silent, {}, 100))) as NoAnswer;
    expect(error).toBeInstanceOf(NoAnswer);
    expect(error.stalled).toBe(true);
    const t = bindWords("en", allMessages.en, "errors");
    expect(wordsFor(error, t)).toBe(
      "No data has arrived for a while. Check your connection, then try again. Nothing is lost.",
    );
    const gone = await errorOf(requestJson("http://127.0.0.1:9/"));
    expect(wordsFor(gone, t)).toBe(t("no_answer"));
  });

  it("in the middle of a range is given up, and the range is read again with a new ticket", async () => {
    const bytes = Buffer.from("0123456789");
    let asked = 0;
    const url = await serve((_, res) => {
      asked += 1;
      res.writeHead(206, { "Content-Length": 10, ETag: '"a"' });
      if (asked === 1) res.write(bytes.subarray(0, 4));
      else res.end(bytes);
    });
    const renewed: string[] = [];
    const renew = async () => {
      renewed.push(url);
      return url;
    };
    expect(Buffer.from(await rangeReader(url, renew, signal, 200)(0, 10))).toEqual(bytes);
    expect([asked, renewed.length]).toEqual([2, 1]);
  });
});

it("a ticket that has expired is renewed, also where a proxy took the words of the refusal away", async () => {
  let asked = 0;
  const url = await serve((_, res) => {
    asked += 1;
    if (asked === 1) res.writeHead(410).end();
    else res.writeHead(206, { "Content-Length": 4 }).end("1234");
  });
  expect(Buffer.from(await rangeReader(url, async () => url, signal)(0, 4)).toString()).toBe("1234");
});

it("ranges of two versions are never put together", async () => {
  let version = 0;
  const url = await serve((_, res) => {
    version += 1;
    res.writeHead(206, { "Content-Length": 4, ETag: `"v${version}"` }).end("1234");
  });
  const read = rangeReader(url, async () => url, signal);
  await read(0, 4);
  await expect(read(4, 8)).rejects.toThrow();
});

it("is the only place from which pages ask the API", () => {
  const asking = readdirSync("components", { recursive: true, encoding: "utf8" })
    .filter((path) => /(?<!\.test)\.tsx?$/.test(path))
    // It asks for a file of the page itself, whose status is all that it needs.
    .filter((path) => path !== "ui/missing-part.ts")
    .filter((path) => /(?<![\w.])fetch\(|XMLHttpRequest|sendBeacon/.test(readFileSync(`components/${path}`, "utf8")));
  expect(asking).toEqual(["http/request.ts"]);
});
