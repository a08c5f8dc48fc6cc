import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startDnsServer } from "@/test/dns-server";
import { testSettings } from "@/test/settings";
import { type Lookup, postOutside } from "./post-outside";

let servers: { close(): unknown }[] = [];
let requests: IncomingMessage[] = [];

beforeEach(() => {
  testSettings();
  servers = [];
  requests = [];
});
afterEach(() => {
  for (const server of servers) server.close();
});

async function serve(listener: RequestListener): Promise<number> {
  const server: Server = createServer((request, response) => {
    requests.push(request);
    request.resume();
    listener(request, response);
  });
  servers.push({
    close() {
      server.close();
      server.closeAllConnections();
    },
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return (server.address() as AddressInfo).port;
}

const well: RequestListener = (_, response) => void response.end("thanks");
const post = (url: string, options: { timeout?: number; isOperators?: boolean; lookup?: Lookup } = {}) =>
  postOutside(url, "{}", { headers: { "Content-Type": "application/json" }, ...options });

/** A name that leads to these addresses. */
function leadingTo(...addresses: string[]): Lookup {
  return (_, __, callback) =>
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
}

it.each([
  "http://127.0.0.1:1/",
  "https://127.1:1/",
  "https://0x7f000001:1/",
  "https://2130706433:1/",
  "https://[::1]:1/",
  "https://[::ffff:127.0.0.1]:1/",
  "https://[fd00::1]:1/",
  "https://169.254.169.254/latest/meta-data/",
  "https://100.64.0.1/",
])("refuses %s before anything is sent", async (url) => {
  await expect(post(url)).rejects.toThrow("Its address is private");
});

it.each(["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "example.org", ""])(
  "refuses %j, which is no URL for it",
  async (url) => {
    await expect(post(url)).rejects.toThrow("not an https:// URL");
  },
);

it("refuses a name that leads to a private address, also among public ones", async () => {
  const port = await serve(well);
  const url = `https://hooks.example.org:${port}/`;
  await expect(post(url, { lookup: leadingTo("127.0.0.1") })).rejects.toThrow("Its address is private");
  await expect(post(url, { lookup: leadingTo("1.1.1.1", "127.0.0.1") })).rejects.toThrow("Its address is private");
  await expect(post(url, { lookup: leadingTo() })).rejects.toThrow("no address");
  expect(requests).toHaveLength(0);
});

it("connects to the very address that was checked, whatever the name leads to a moment later", async () => {
  testSettings({ OUTBOUND_ALLOW: "127.0.0.1/32" });
  const port = await serve(well);
  const names = await startDnsServer([["127.0.0.1"], ["127.0.0.2"]]);
  servers.push(names);
  const url = `http://hooks.example.org:${port}/`;
  // Asked once: a second look would have led elsewhere.
  expect(await post(url, { lookup: names.lookup })).toEqual({ status: 200 });
  expect(names.asked()).toBe(1);
  expect(requests).toHaveLength(1);
  await expect(post(url, { lookup: names.lookup })).rejects.toThrow("Its address is private");
  expect(requests).toHaveLength(1);
});

it("sends plain HTTP only to addresses that the operator lists", async () => {
  const port = await serve(well);
  await expect(post("http://hooks.example.org/", { lookup: leadingTo("1.1.1.1") })).rejects.toThrow("https://");
  testSettings({ OUTBOUND_ALLOW: "10.0.0.0/8 127.0.0.0/8" });
  expect(await post(`http://127.0.0.1:${port}/`)).toEqual({ status: 200 });
});

it("lets the operator's own URLs lead anywhere", async () => {
  const port = await serve(well);
  expect(await post(`http://127.0.0.1:${port}/`, { isOperators: true })).toEqual({ status: 200 });
});

it("follows no redirect", async () => {
  const elsewhere = await serve(well);
  const port = await serve((_, response) => {
    response.writeHead(302, { Location: `http://127.0.0.1:${elsewhere}/` }).end();
  });
  expect(await post(`http://127.0.0.1:${port}/`, { isOperators: true })).toEqual({ status: 302 });
  expect(requests).toHaveLength(1);
});

it("gives up on a server that is silent", async () => {
  const port = await serve(() => {});
  await expect(post(`http://127.0.0.1:${port}/`, { isOperators: true, timeout: 100 })).rejects.toThrow("in time");
});

it("gives up on a server that sends its headers a byte at a time", async () => {
  const server = createTcpServer((socket) => {
    const text = "HTTP/1.1 200 OK\r\nX: ".padEnd(10_000, "x");
    let at = 0;
    const timer = setInterval(() => socket.write(text[at++] ?? "x"), 5);
    socket.on("close", () => clearInterval(timer)).on("error", () => {});
  });
  servers.push(server);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  await expect(post(`http://127.0.0.1:${port}/`, { isOperators: true, timeout: 100 })).rejects.toThrow("in time");
});

it("does not read a response without end", async () => {
  let wasCut = false;
  const port = await serve((_, response) => {
    const more = () => void (response.destroyed || response.write(Buffer.alloc(16_384), more));
    response.on("close", () => (wasCut = true));
    more();
  });
  expect(await post(`http://127.0.0.1:${port}/`, { isOperators: true })).toEqual({ status: 200 });
  await expect.poll(() => wasCut).toBe(true);
});

it("reports a server that is not there", async () => {
  await expect(post("http://127.0.0.1:1/", { isOperators: true })).rejects.toThrow("ECONNREFUSED");
});
