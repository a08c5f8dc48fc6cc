import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { type App, leadTo } from "./app";

const id = "0123456789ABCDEFGHabcd";
const pageAccept = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8";
const arabic = encodeURIComponent("نور");

/** A shop with one file, whose link is now `/s/نور/book`, and another without one any more. */
function fakeApp(seen: string[], broken = false): App {
  return {
    doors: {
      file: async (req) => void seen.push(`file ${req.method} ${JSON.stringify(req.query)}`),
      upload: async () => {},
      countVisit: async () => null,
      pageStatus: async () => 451,
      followLink: async ({ handle, slug }) => {
        if (broken) throw new Error("no database");
        seen.push(`follow ${handle}/${slug}`);
        if (slug === "nameless") return { fileId: id, path: null };
        return ["book", "old-book"].includes(slug) ? { fileId: id, path: `/s/${arabic}/book` } : null;
      },
      shutdown: async () => {},
    },
    next: async (req, res) => void seen.push(`next ${req.method} ${req.url} ${res.statusCode}`),
  };
}

type Answer = { status?: number; headers: Record<string, unknown>; body: string };

async function ask(
  url: string,
  {
    method = "GET",
    headers = {},
    broken = false,
  }: { method?: string; headers?: Record<string, string>; broken?: boolean } = {},
) {
  const seen: string[] = [];
  const answer: Answer = { headers: {}, body: "" };
  const res = Object.assign(new EventEmitter(), {
    statusCode: 200,
    setHeader: (name: string, value: unknown) => Object.assign(answer.headers, { [name]: value }),
    writeHead(status: number, more: object) {
      answer.status = status;
      Object.assign(answer.headers, more);
      return res;
    },
    end(body = "") {
      answer.body += body;
    },
  });
  const req = { method, url, headers } as unknown as IncomingMessage;
  await leadTo(Promise.resolve(fakeApp(seen, broken)), { dev: false, https: false })(
    req,
    res as unknown as ServerResponse,
  );
  return { seen, answer };
}

const link = `/s/${arabic}/book`;
const page = { accept: pageAccept };

describe("a readable link", () => {
  it("is the file behind 402 for programs, by any name that it ever had, and never a redirect", async () => {
    for (const url of [
      link,
      `/s/${arabic}/old-book`,
      "/s/x/nameless",
      "/S/x/old-book/",
      `/s/${arabic.toLowerCase()}/book`,
    ]) {
      for (const method of ["GET", "HEAD"]) {
        const { seen, answer } = await ask(url, { method, headers: { accept: "*/*" } });
        expect([url, seen.at(-1)]).toEqual([url, `file ${method} {"fileId":"${id}"}`]);
        expect(answer.status).toBeUndefined();
      }
    }
    const { seen } = await ask(`${link}?ticket=x&version=2`);
    expect(seen).toEqual(["follow نور/book", `file GET {"ticket":"x","version":"2","fileId":"${id}"}`]);
  });

  it.each([
    ["a payment", { "payment-signature": "x" }],
    ["a claim", { "claim-token": "x" }],
    ["a proof", { "sign-in-with-x": "x" }],
  ])("is the file for a browser's program that shows %s", async (_, shown) => {
    const { seen } = await ask("/s/x/old-book", { headers: { ...page, ...shown } });
    expect(seen.at(-1)).toBe(`file GET {"fileId":"${id}"}`);
  });

  it.each([
    ["a browser", page, 451],
    ["a preview bot", { "user-agent": "WhatsApp/2.23.20.0" }, 451],
    ["the app's own navigation", { accept: "*/*", rsc: "1" }, 200],
  ])("is the file's page for %s", async (_, headers, status) => {
    const { seen } = await ask(`${link}?utm=1`, { headers });
    expect(seen.at(-1)).toBe(`next GET /f/${id}?utm=1 ${status}`);
  });

  it("leads pages on to the link as it is written now, and remembers that nowhere", async () => {
    for (const headers of [page, { "user-agent": "Twitterbot/1.0" }]) {
      for (const method of ["GET", "HEAD"]) {
        const { seen, answer } = await ask(`/s/${arabic}/old-book?a=1`, { method, headers });
        expect(seen).toEqual(["follow نور/old-book"]);
        expect(answer).toMatchObject({
          status: 307,
          headers: { Location: `${link}?a=1`, "Cache-Control": "private, no-store" },
        });
      }
    }
    expect((await ask("/s/x/nameless", { headers: page })).answer.headers.Location).toBe(`/f/${id}`);
    // The app's own data is not led on: it is asked for where the page is.
    expect((await ask("/s/x/old-book", { headers: { rsc: "1" } })).seen.at(-1)).toBe(`next GET /f/${id} 200`);
  });

  it("leads other methods where those of the id's link go", async () => {
    expect((await ask(link, { method: "OPTIONS" })).seen.at(-1)).toBe(`next OPTIONS /api/files/${id} 200`);
    expect((await ask(link, { method: "POST", headers: page })).seen.at(-1)).toBe(`next POST /f/${id} 200`);
  });

  it("that nobody ever had is 404: a page for browsers, a problem that any site may read for programs", async () => {
    expect((await ask("/s/x/y", { headers: page })).seen.at(-1)).toBe("next GET /s/x/y 200");
    const { answer } = await ask("/s/x/y", { headers: { "payment-signature": "x" } });
    expect(answer).toMatchObject({ status: 404, headers: { "Access-Control-Allow-Origin": "*" } });
    expect(JSON.parse(answer.body).code).toBe("file_not_found");
  });

  it("is no longer looked up if it is no UTF-8, or has more parts", async () => {
    for (const url of ["/s/%ff/book", "/s/x", "/s/x/y/z", "/s//book", "/x/s/a/book"]) {
      const { seen } = await ask(url, { headers: page });
      expect([url, seen]).toEqual([url, [`next GET ${url} 200`]]);
    }
  });

  it("is 503 while the database cannot be read, and never a fresh challenge", async () => {
    const { seen, answer } = await ask(link, { headers: { "payment-signature": "x" }, broken: true });
    expect(answer).toMatchObject({ status: 503, headers: { "Retry-After": "5" } });
    expect(JSON.parse(answer.body).code).toBe("server_busy");
    expect(seen).toEqual([]);
  });
});
