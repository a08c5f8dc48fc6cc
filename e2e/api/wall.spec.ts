import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, test } from "@playwright/test";
import { FOREIGN_MAX, valueMax } from "../../server/header-limits";
import { HEADERS_MAX, PARAMETERS_MAX, RANGE_MAX, URL_MAX } from "../../server/wall";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { type Stack, startStack } from "../stack";

/**
 * Requests that no honest client sends, over bare sockets against the production build: rejected before any route, with
 * our errors.
 */
test.describe.configure({ mode: "serial" });

let stack: Stack;
let seller: Seller;
let sold: SoldFile;
test.beforeAll(async () => {
  stack = await startStack();
  seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
  sold = await seller.sell({ bytes: randomBytes(3_000_000) });
});
test.afterAll(() => stack?.stop());

type Answer = { status: number; head: string; body: string };

/** Sends a request with these lines and reads until the server closes. */
async function ask(line: string, ...headers: string[]): Promise<Answer> {
  const socket = open();
  socket.write([`${line} HTTP/1.1`, "Connection: close", ...headers, "", ""].join("\r\n"));
  const [head = "", body = ""] = (await received(socket)).split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), head, body };
}

function open(): Socket {
  return connect(Number(new URL(stack.app.url).port), "127.0.0.1").on("error", () => {});
}

async function received(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  socket.on("data", (part) => parts.push(part)).resume();
  // Not `once`, which fails at a reset.
  await new Promise((resolve) => socket.once("close", resolve));
  return Buffer.concat(parts).toString("latin1");
}

function expectRefusal({ status, head, body }: Answer, wanted: number, code: string): void {
  expect([status, JSON.parse(body)]).toMatchObject([wanted, { status: wanted, code }]);
  expect(head).toMatch(/content-type: application\/problem\+json/i);
  expect(head).toMatch(/x-content-type-options: nosniff/i);
}

const host = "Host: localhost";
/** One of each way through our server: a page, a route, the two doors before Next, and a script. */
const paths = () => ["/", "/api/sign-in", `/api/files/${sold.file.id}`, "/api/uploads", "/_next/static/none.js"];

test("an address or a query that is too long", async () => {
  for (const path of paths()) {
    const filled = `${path}?a=`.padEnd(URL_MAX, "a");
    expect((await ask(`GET ${filled}`, host)).status).not.toBe(414);
    expectRefusal(await ask(`GET ${filled}a`, host), 414, "url_too_long");
  }
});

test("more parameters than any address of ours has", async () => {
  for (const path of paths()) {
    const filled = `${path}?${Array(PARAMETERS_MAX).fill("a=1").join("&")}`;
    expect((await ask(`GET ${filled}`, host)).status).toBeLessThan(500);
    expectRefusal(await ask(`GET ${filled}&a=1`, host), 400, "malformed_request");
  }
});

test("a target that is no path, and a second Host", async () => {
  for (const line of ["GET http://evil.example/f/x", "OPTIONS *", "GET *", "GET http://"]) {
    const answer = await ask(line, host);
    expectRefusal(answer, 400, "malformed_request");
    expect(answer.head + answer.body).not.toContain("evil");
  }
  for (const path of paths()) expectRefusal(await ask(`GET ${path}`, host, host), 400, "malformed_request");
});

test("each header by its own length, and too many of them", async () => {
  for (const [name, max] of [
    ...Object.entries(valueMax),
    ["forwarded", 2_048] as const,
    ["x-of-no-door", FOREIGN_MAX] as const,
  ]) {
    const others = name === "host" ? [] : [host];
    const path = `/api/files/${sold.file.id}`;
    const longest = await ask(`GET ${path}`, ...others, `${name}: ${"a".repeat(max)}`);
    expect([name, [400, 402].includes(longest.status)]).toEqual([name, true]);
    for (const at of paths()) {
      const answer = await ask(`GET ${at}`, ...others, `${name}: ${"a".repeat(max + 1)}`);
      expectRefusal(answer, 431, "header_too_large");
    }
  }
  const many = Array.from({ length: HEADERS_MAX }, (_, at) => `X-${at}: 1`);
  expectRefusal(await ask("GET /", host, ...many), 431, "header_too_large");
});

test("a long Range is overlooked, an honest one is not", async () => {
  const path = `/api/files/${sold.file.id}`;
  const owner = { Cookie: seller.cookie };
  const part = await fetch(stack.app.url + path, { headers: { ...owner, Range: "bytes=5-9" } });
  expect([part.status, (await part.arrayBuffer()).byteLength]).toEqual([206, 5]);
  const long = `bytes=${" ".repeat(RANGE_MAX)}5-9`;
  const whole = await ask(`GET ${path}`, host, `Cookie: ${seller.cookie}`, `Range: ${long}`);
  expect(whole.status).toBe(200);
  expect(whole.head).toMatch(/content-length: 3000000/i);
});

test("a JSON body that trickles is ended; a slow upload and a slow download continue and are complete", async () => {
  test.setTimeout(120_000);
  const slowJson = ["/api/sign-in", `/api/files/${sold.file.id}/purchase`].map((path) => {
    const socket = open();
    socket.write(
      `POST ${path} HTTP/1.1\r\n${host}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{`,
    );
    return socket;
  });
  const upload = await startUpload(64);
  const download = open();
  download.write(
    `GET /api/files/${sold.file.id} HTTP/1.1\r\n${host}\r\nConnection: close\r\nCookie: ${seller.cookie}\r\n\r\n`,
  );
  await once(download, "readable");
  download.pause();

  let sent = 0;
  const trickle = setInterval(() => {
    for (const socket of slowJson) if (socket.writable) socket.write(" ");
    if (sent < 60) upload.write(String(sent++ % 10));
  }, 1_000);
  const answers = await Promise.all(slowJson.map(received));
  clearInterval(trickle);

  expect(answers[0]).toBe("");
  // Answered without its body, which is held back for nothing.
  expect(answers[1]).toMatch(/^HTTP\/1\.1 402 /);
  expect(sent).toBeGreaterThan(20);
  const done = received(upload);
  upload.write("x".repeat(64 - sent));
  expect(await done).toMatch(/^HTTP\/1\.1 204 [\s\S]*upload-offset: 64/i);
  expect((await received(download)).length).toBeGreaterThan(sold.bytes.length);
});

/** An upload whose bytes are still to be sent. */
async function startUpload(length: number): Promise<Socket> {
  const origin = stack.app.url;
  const created = await fetch(`${origin}/api/uploads`, {
    method: "POST",
    headers: {
      Origin: origin,
      Cookie: seller.cookie,
      "Tus-Resumable": "1.0.0",
      "Upload-Length": String(length),
      "Upload-Metadata": `filename ${btoa("slow.txt")}`,
    },
  });
  const socket = open();
  socket.write(
    [
      `PATCH ${new URL(created.headers.get("location") ?? "", origin).pathname} HTTP/1.1`,
      host,
      "Connection: close",
      `Origin: ${origin}`,
      `Cookie: ${seller.cookie}`,
      "Tus-Resumable: 1.0.0",
      `Upload-Token: ${created.headers.get("upload-token")}`,
      "Upload-Offset: 0",
      "Content-Type: application/offset+octet-stream",
      `Content-Length: ${length}`,
      "",
      "",
    ].join("\r\n"),
  );
  return socket;
}
