import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { errorTable } from "@/lib/errors";
import { DOWNLOADS_HEADER } from "@/lib/http/is-download-host";
import { downloadHost } from "./download-host";

const ORIGIN = "https://dl.example.com";
const TICKET = "/api/files/abcDEF012345?ticket=x";
let port: number;
let answerDownloadHost = downloadHost(ORIGIN);
const server = createServer((req: IncomingMessage, res: ServerResponse) => {
  if (!answerDownloadHost(req, res)) res.end(JSON.stringify(req.headers));
});
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

type Answer = { status: number; headers: IncomingMessage["headers"]; body: string };
function ask(path: string, host: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, path, method, headers: { host, ...headers }, agent: false }, (res) => {
      let body = "";
      res.on("data", (part) => {
        body += part;
      });
      res.on("end", () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }));
    });
    asked.on("error", reject).end();
  });
}

const secrets = {
  cookie: "fk_session=1; fk_claim=2",
  authorization: "Bearer 1",
  "payment-signature": "1",
  "x-payment": "1",
  "sign-in-with-x": "1",
  "claim-token": "1",
};

test.each(["dl.example.com", "DL.example.com", "dl.example.com:443"])(
  "at %s a ticket passes, stripped of whatever else could pay or show who somebody is",
  async (host) => {
    const seen = JSON.parse((await ask(TICKET, host, { ...secrets, range: "bytes=0-1" })).body);
    expect(seen).toMatchObject({ [DOWNLOADS_HEADER]: "1", range: "bytes=0-1" });
    for (const name of Object.keys(secrets)) expect(seen).not.toHaveProperty([name]);
  },
);

test.each([
  "/",
  "/f/abc",
  "/f/abc?ticket=x",
  "/api/files/abc",
  "/api/files/abc?x=1",
  "/api/files/abc/info?ticket=x",
  "/api/files/abc/purchase?ticket=x",
  "/api/files/..%2fuploads?ticket=x",
  "/api/files?ticket=x",
  "/dashboard?ticket=x",
  "/_next/static/x.js",
  "//api/files/abc?ticket=x",
  "http://shop.example.com/api/files/abc?ticket=x",
])("%s is not there", async (path) => {
  const { status, headers, body } = await ask(path, "dl.example.com");
  expect(status).toBe(404);
  expect(headers["set-cookie"]).toBeUndefined();
  expect(headers["content-security-policy"]).toBe("sandbox; default-src 'none'");
  expect(JSON.parse(body)).toMatchObject({ code: "not_found", title: errorTable.not_found.title });
});

test.each(["POST", "PUT", "PATCH", "DELETE"])("%s changes nothing there", async (method) => {
  expect((await ask(TICKET, "dl.example.com", {}, method)).status).toBe(404);
});

test("other hosts pass as they are, and cannot claim to be the download origin", async () => {
  for (const host of ["shop.example.com", "dl.example.com.evil.example", "dl.example.com:8443", "x dl.example.com"]) {
    const seen = JSON.parse((await ask("/f/abc", host, { ...secrets, [DOWNLOADS_HEADER]: "1" })).body);
    expect(seen).toMatchObject(secrets);
    expect(seen).not.toHaveProperty([DOWNLOADS_HEADER]);
  }
});

test("without DOWNLOAD_ORIGIN every host passes", async () => {
  answerDownloadHost = downloadHost(undefined);
  expect(JSON.parse((await ask("/", "dl.example.com", secrets)).body)).toMatchObject(secrets);
  answerDownloadHost = downloadHost(ORIGIN);
});
