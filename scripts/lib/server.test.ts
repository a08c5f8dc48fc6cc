import { once } from "node:events";
import { type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, expect, test } from "vitest";
import { errorTable } from "../../lib/errors";
import { PEER_HEADER as PEER_HEADER_OF_APP } from "../../lib/http/client-ip";
import { deferred } from "../../test/deferred";
import { drain, listen, MAX_HEADER_BYTES, makeServer, PEER_HEADER, refusals } from "./server.mjs";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

type Handle = (req: IncomingMessage, res: ServerResponse) => void;
const echo: Handle = (req, res) => res.end(JSON.stringify(req.headers));

async function serve(handle: Handle = echo, options = {}): Promise<{ server: Server; port: number; url: string }> {
  const server = makeServer(handle, { https: false, walletConnect: false, strictPolicy: true, ...options });
  servers.push(server);
  await listen(server, 0, "127.0.0.1");
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `http://127.0.0.1:${port}` };
}

/** Sends text over a bare socket and returns all that comes back until the server closes. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8").on("data", (part: string) => {
    answer += part;
  });
  socket.write(text);
  await once(socket, "close");
  return answer;
}

const get = (header: string) => `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${header}\r\n\r\n`;

test("the app learns the address of the socket, whatever the client claims", async () => {
  const { port } = await serve();
  const answer = await raw(port, get(`X-Filekiosk-Peer: 6.6.6.6\r\n${PEER_HEADER}: 7.7.7.7`));
  expect(answer).toContain(`"${PEER_HEADER}":"127.0.0.1"`);
  expect(answer).not.toMatch(/6\.6\.6\.6|7\.7\.7\.7/);
  expect(PEER_HEADER).toBe(PEER_HEADER_OF_APP);
});

test.each([MAX_HEADER_BYTES, 64 * 1024, 1024 * 1024])(
  "a header of %d bytes is refused with 431 in our words",
  async (size) => {
    const { port } = await serve();
    const [head = "", body = ""] = (await raw(port, get(`PAYMENT-SIGNATURE: ${"a".repeat(size)}`))).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 431 /);
    expect(head).toContain("Content-Type: application/problem+json");
    expect(JSON.parse(body)).toMatchObject({ status: 431, code: "header_too_large" });
  },
);

test("a payment header of usual size passes", async () => {
  const { port } = await serve();
  expect(await raw(port, get(`PAYMENT-SIGNATURE: ${"a".repeat(8_000)}`))).toMatch(/^HTTP\/1\.1 200 /);
});

test.each([
  ["not HTTP at all", "hello\r\n\r\n"],
  ["a header without a name", "GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n"],
  ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
  [
    "a length and chunks (request smuggling)",
    "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ],
])("%s is refused with 400 in our words", async (_, text) => {
  const { port } = await serve((req, res) => req.resume().on("end", () => res.end("served")));
  const [head = "", body = ""] = (await raw(port, text)).split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1\.1 400 /);
  expect(JSON.parse(body)).toMatchObject({ status: 400, code: "malformed_request" });
});

test("an answer on its way is never mixed with a refusal of what follows", async () => {
  const { port } = await serve((_, res) => {
    res.writeHead(200, { "Content-Length": "100" });
    res.write("begun");
  });
  const answer = await raw(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\nnot HTTP at all\r\n\r\n");
  expect(answer).toContain("begun");
  expect(answer).not.toContain("malformed_request");
});

test("refusals have the words and statuses of the error table", () => {
  for (const [code, { status, title }] of Object.entries(refusals)) {
    expect(errorTable[code as keyof typeof errorTable]).toEqual({ status, title });
  }
});

test("a page gets a policy with a nonce of its own, told to the app as well", async () => {
  const { url } = await serve();
  const ask = async () => {
    const response = await fetch(url, { headers: { accept: "text/html,*/*;q=0.8" } });
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(((await response.json()) as Record<string, string>)["content-security-policy"]).toBe(policy);
    return policy;
  };
  const [first, second] = [await ask(), await ask()];
  expect(first).toMatch(/script-src 'self' 'nonce-[\w+/]{22}=='/);
  expect(first).toContain("frame-ancestors 'none'");
  expect(first).not.toMatch(/script-src[^;]*unsafe/);
  expect(first).not.toBe(second);
});

test("a program's request has no policy, not even one it sent itself", async () => {
  const { url } = await serve();
  const response = await fetch(url, { headers: { accept: "*/*", "content-security-policy": "script-src 'nonce-x'" } });
  expect(response.headers.get("content-security-policy")).toBeNull();
  expect(await response.json()).not.toHaveProperty("content-security-policy");
});

test("browsers are told to stay with https where the public origin is https", async () => {
  const { url } = await serve(echo, { https: true });
  expect((await fetch(url)).headers.get("strict-transport-security")).toMatch(/^max-age=\d+/);
});

test("stopping lets a running download end, and takes nothing new", async () => {
  const begun = deferred();
  const gate = deferred();
  const { server, url, port } = await serve((_, res) => {
    res.write("first ");
    begun.resolve();
    gate.promise.then(() => res.end("last"));
  });
  const download = fetch(url).then((response) => response.text());
  await begun.promise;
  const drained = drain(server, 60_000);
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  gate.resolve();
  expect(await download).toBe("first last");
  await drained;
});

test("stopping does not wait for ever", async () => {
  const begun = deferred();
  const { server, port } = await serve((_, res) => {
    res.write("never ends");
    begun.resolve();
  });
  const client = request({ port, host: "127.0.0.1", path: "/" }, (res) => res.resume()).on("error", () => {});
  client.end();
  await begun.promise;
  await drain(server, 20);
});

test("a taken port is told by its number and its setting", async () => {
  const { port } = await serve();
  const other = makeServer(echo, { https: false, walletConnect: false, strictPolicy: true });
  await expect(listen(other, port, "127.0.0.1")).rejects.toThrow(new RegExp(`Port ${port} is taken.*PORT`));
});

test("an upload may take as long as it needs", async () => {
  const { server } = await serve();
  expect(server.requestTimeout).toBe(0);
});

const ask = (length: number) =>
  `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`;

test("a client that asks before it sends is told to go on when its body is read", async () => {
  const { port } = await serve(async (req, res) => {
    let length = 0;
    for await (const part of req) length += part.length;
    res.end(`got ${length}`);
  });
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8").on("data", (part: string) => {
    if (answer === "") socket.write("12345");
    answer += part;
  });
  socket.write(ask(5));
  await once(socket, "close");
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n[\s\S]*got 5/);
});

test("a client that asks before it sends is refused without sending", async () => {
  const { port } = await serve((_, res) => res.writeHead(413).end("too large"));
  expect(await raw(port, ask(1_000_000_000))).toMatch(/^HTTP\/1\.1 413 [\s\S]*too large/);
});
