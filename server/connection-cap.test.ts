import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { SITE_FACTOR } from "@/lib/http/client-ip";
import { CONNECTIONS_MAX, capConnections } from "./connection-cap";

const opened: { server: Server; sockets: Socket[] }[] = [];
afterEach(() => {
  for (const { server, sockets } of opened.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});

const everybody = { isExempt: () => false };

async function serve(options: Parameters<typeof capConnections>[1]) {
  const server = createServer((_, res) => res.end("served"));
  capConnections(server, options);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets: Socket[] = [];
  opened.push({ server, sockets });
  const { port } = server.address() as AddressInfo;
  /** Opens a silent connection. @returns it, and whether the server accepted it */
  async function open(localAddress: string) {
    const taken = once(server, "connection") as Promise<[Socket]>;
    const socket = connect({ port, host: "127.0.0.1", localAddress }).on("error", () => {});
    sockets.push(socket);
    const [theirs] = await taken;
    return { socket, theirs, served: !theirs.destroyed };
  }
  return { port, open };
}

/** @returns for each of several connections, one after the other, whether it was accepted */
async function openAll(open: (from: string) => Promise<{ served: boolean }>, from: string, count: number) {
  const served: boolean[] = [];
  for (let at = 0; at < count; at += 1) served.push((await open(from)).served);
  return served;
}

test("connections of one address over the cap are closed immediately, and others continue", async () => {
  const { open } = await serve({ max: 3, ...everybody });
  expect(await openAll(open, "127.0.0.2", 5)).toEqual([true, true, true, false, false]);
  expect((await open("127.0.0.3")).served).toBe(true);
});

test("a closed connection makes room for another, and a refused one takes none", async () => {
  const { open } = await serve({ max: 2, ...everybody });
  const first = await open("127.0.0.2");
  expect(await openAll(open, "127.0.0.2", 3)).toEqual([true, false, false]);
  const gone = once(first.theirs, "close");
  first.socket.destroy();
  await gone;
  expect(await openAll(open, "127.0.0.2", 2)).toEqual([true, false]);
});

test("two thousand silent connections of one address are not held", async () => {
  const { open } = await serve(everybody);
  const served = await openAll(open, "127.0.0.2", 2_000);
  expect(served.filter(Boolean)).toHaveLength(CONNECTIONS_MAX);
}, 60_000);

test("this machine is not counted: a proxy may be in front", async () => {
  const { open } = await serve({ max: 1 });
  expect(await openAll(open, "127.0.0.1", 3)).toEqual([true, true, true]);
});

test.each(["127.9.9.9", "::1", "::ffff:127.0.0.1"])("nor is %s, which is this machine as well", (address) => {
  expect(servedFrom(Array(3).fill(address), { max: 1 })).toBe(3);
});

test.each([
  ["an IPv4 address, however it is written", ["203.0.113.9", "::ffff:203.0.113.9"]],
  ["an IPv6 subscriber", ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::", "2001:db8:1:2:ffff::1"]],
  ["a link", ["fe80::1%eth0", "fe80::2%eth1"]],
  ["no other machine for looking like this one", ["128.0.0.1", "128.0.0.1"]],
])("%s is one address", (_, addresses) => {
  expect(servedFrom(addresses, { max: 1 })).toBe(1);
});

test("a whole site holds four times as many as one subscriber", () => {
  const addresses = Array.from({ length: 12 }, (_, at) => `2001:db8:1:${at}::1`);
  expect(servedFrom(addresses, { max: 2, ...everybody })).toBe(2 * SITE_FACTOR);
});

/** Connections from anywhere, one after the other. @returns the number of accepted ones */
function servedFrom(addresses: string[], options: Parameters<typeof capConnections>[1]): number {
  const listeners: ((socket: unknown) => void)[] = [];
  const server = { on: (_: string, listener: (socket: unknown) => void) => listeners.push(listener) };
  capConnections(server as never, options);
  const served = addresses.map((remoteAddress) => {
    let ended = false;
    const destroy = () => {
      ended = true;
    };
    for (const listener of listeners) listener({ remoteAddress, once() {}, destroy });
    return !ended;
  });
  return served.filter(Boolean).length;
}
