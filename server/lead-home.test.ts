import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { type RawAnswer, raw, serve } from "@/test/http-server";
import type { ServerOptions } from "./http-server";

const browser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";
const file = "/f/0123456789ABCDEFGHabcd";

type Asked = { method?: string; host?: string; lines?: string[]; options?: Partial<ServerOptions> };

async function ask(target: string, { method = "GET", host = "www.example", lines = [], options }: Asked = {}) {
  const { port } = await serve(undefined, { https: true, ...options });
  const head = [`${method} ${target} HTTP/1.1`, `Host: ${host}`, "Connection: close", browser, ...lines];
  const [headers = "", body = ""] = (await raw(port, `${head.join("\r\n")}\r\n\r\n`)).split("\r\n\r\n");
  const answer: RawAnswer = { status: Number(headers.split(" ")[1]), headers, body };
  return { ...answer, location: /^Location: (.*)$/m.exec(headers)?.[1]?.trim() ?? null };
}

describe("a page that was opened by another name of the server", () => {
  test.each(["/", file, "/dashboard?tab=files&x=%2F", "/r", `${file}/report`, "/sell"])(
    "%s leads to APP_URL",
    async (page) => {
      for (const method of ["GET", "HEAD"]) {
        const answer = await ask(page, { method });
        expect([answer.status, answer.location]).toEqual([308, `https://shop.example${page}`]);
        expect(answer.headers).toContain("Cache-Control: no-store");
        expect(answer.headers).toContain("X-Content-Type-Options: nosniff");
        expect(answer.body).toBe(method === "GET" ? `This page is at https://shop.example${page}\n` : "");
      }
    },
  );

  test.each(["//evil.example/x", "/\\evil", "/%2F/evil", "/@evil", "/..//evil", "/:80@evil.example/"])(
    "leads to APP_URL whatever the path is: %s",
    async (path) => {
      const { location } = await ask(path);
      expect(new URL(location ?? "").origin).toBe("https://shop.example");
    },
  );

  test.each([
    ["by the right name", { host: "shop.example" }],
    ["by the right name in capitals", { host: "SHOP.example" }],
    ["by the right name with a port, as some proxies write it", { host: "shop.example:443" }],
    ["by an internal name, which is the proxy's", { host: "127.0.0.1:3000" }],
    ["by the name of a container, which is the proxy's", { host: "web:3000" }],
    ["by no name", { host: "" }],
    ["by something that is no name", { host: "a b" }],
    [
      "through a proxy that tells the name",
      { host: "upstream.example", lines: ["X-Forwarded-Host: shop.example"], options: { trustedProxies: 1 } },
    ],
  ] as [string, Asked][])("is shown %s", async (_, asked) => {
    expect((await ask("/", asked)).status).toBe(200);
  });

  test("leads there through a proxy that tells the other name, and believes nobody else", async () => {
    const lines = ["X-Forwarded-Host: www.example"];
    expect((await ask("/", { host: "127.0.0.1:3000", lines, options: { trustedProxies: 1 } })).status).toBe(308);
    expect((await ask("/", { host: "shop.example", lines })).status).toBe(200);
  });

  test("leads there between two names of one machine, too", async () => {
    const options = { appUrl: "http://localhost:3000", https: false };
    expect(await ask("/sell", { host: "127.0.0.1:3000", options })).toMatchObject({
      status: 308,
      location: "http://localhost:3000/sell",
    });
    expect((await ask("/sell", { host: "localhost:3001", options })).status).toBe(200);
  });

  test("is shown in the end where a proxy keeps replacing the name: nobody is led in a circle", async () => {
    const lines: string[] = [];
    const seen: number[] = [];
    for (let time = 0; time < 4; time += 1) {
      const answer = await ask(file, { lines: [...lines] });
      seen.push(answer.status);
      const [cookie = ""] = /fk_led=\d+/.exec(answer.headers) ?? [];
      expect(answer.headers).toMatch(time < 3 ? `Path=${file}; Max-Age=10` : "200 OK");
      lines.splice(0, 1, `Cookie: ${cookie}`);
    }
    expect(seen).toEqual([308, 308, 308, 200]);
  });
});

describe("is not led anywhere:", () => {
  test.each([
    ["a payment", file, { lines: ["PAYMENT-SIGNATURE: x"] }],
    ["a payment of version 1", file, { lines: ["X-PAYMENT: x"] }],
    ["a claim", file, { lines: ["Claim-Token: x"] }],
    ["a proof", "/", { lines: ["SIGN-IN-WITH-X: x"] }],
    ["data for an open page", file, { lines: ["RSC: 1"] }],
    ["a form", "/api/locale", { method: "POST" }],
    ["what is sent to a page", "/", { method: "POST" }],
    ["a preflight", file, { method: "OPTIONS" }],
    ["data", "/api/files", {}],
    ["data with two slashes", "//api/files", {}],
    ["a script", "/_next/static/chunks/a.js", {}],
    ["an icon", "/favicon.ico", {}],
    ["whether the process answers", "/healthz", {}],
    ["whether the shop sells", "/readyz", {}],
    ["the version", "/version", {}],
    ["the numbers", "/metrics", {}],
    ["what search engines may read", "/robots.txt", {}],
    ["the contact for flaws", "/.well-known/security.txt", {}],
  ] as [string, string, Asked][])("%s", async (_, target, asked) => {
    expect((await ask(target, asked)).status).toBe(200);
  });

  test("a program that asks for the file behind the link", async () => {
    const { port } = await serve(undefined, { https: true });
    const socket = connect(port, "127.0.0.1").setEncoding("latin1");
    socket.write(`GET ${file} HTTP/1.1\r\nHost: www.example\r\nConnection: close\r\nAccept: */*\r\n\r\n`);
    const [first] = await new Promise<string[]>((resolve) => socket.on("data", (text: string) => resolve([text])));
    expect(first).toMatch(/^HTTP\/1\.1 200/);
  });

  test("a download under DOWNLOAD_ORIGIN", async () => {
    const options = { downloadOrigin: "https://dl.example" };
    const ticket = "/api/files/0123456789ABCDEFGHabcd?ticket=x";
    expect((await ask(ticket, { host: "dl.example", options })).status).toBe(200);
    expect((await ask("/", { host: "dl.example", options })).status).toBe(404);
  });
});
