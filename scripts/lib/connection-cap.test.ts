import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { clientIp, ipPrefix, PEER_HEADER, SITE_FACTOR as SITE_FACTOR_OF_APP, siteOf } from "../../lib/http/client-ip";
import { testSettings } from "../../test/settings";
import { CONNECTIONS_MAX, capConnections, isLoopback, networksOf, SITE_FACTOR } from "./connection-cap.mjs";

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
  /** Opens a connection that says nothing. @returns it, and whether the server took it */
  async function open(localAddress: string) {
    const taken = once(server, "connection") as Promise<[Socket]>;
    const socket = connect({ port, host: "127.0.0.1", localAddress }).on("error", () => {});
    sockets.push(socket);
    const [theirs] = await taken;
    return { socket, theirs, served: !theirs.destroyed };
  }
  return { port, open };
}

/** @returns for each of several connections, one after the other, whether it was taken */
async function openAll(open: (from: string) => Promise<{ served: boolean }>, from: string, count: number) {
  const served: boolean[] = [];
  for (let at = 0; at < count; at += 1) served.push((await open(from)).served);
  return served;
}

test("what one address opens over the cap is closed at once, and others go on", async () => {
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
  expect(["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"].map(isLoopback)).toEqual(Array(4).fill(true));
  expect(["128.0.0.1", "::2", "2001:db8::1", "::ffff:12.7.0.1"].map(isLoopback)).toEqual(Array(4).fill(false));
});

test.each([
  ["203.0.113.9"],
  ["::ffff:203.0.113.9"],
  ["2001:db8:1:2:3:4:5:6"],
  ["2001:db8::1"],
  ["2001:db8:1:2::"],
  ["fe80::1%eth0"],
  ["::2"],
])("counts %s by the networks by which its requests are counted", (address) => {
  testSettings();
  const prefix = ipPrefix(clientIp({ [PEER_HEADER]: address }));
  expect(networksOf(address)).toEqual([prefix, siteOf(prefix)]);
  expect(SITE_FACTOR).toBe(SITE_FACTOR_OF_APP);
});

test("a whole site holds four times as many as one subscriber", () => {
  const listeners: ((socket: unknown) => void)[] = [];
  const server = { on: (_: string, listener: (socket: unknown) => void) => listeners.push(listener) };
  capConnections(server as never, { max: 2, ...everybody });
  const served = Array.from({ length: 12 }, (_, at) => {
    let ended = false;
    const socket = { remoteAddress: `2001:db8:1:${at}::1`, once() {}, destroy: () => (ended = true) };
    for (const listener of listeners) listener(socket);
    return !ended;
  });
  expect(served.filter(Boolean)).toHaveLength(2 * SITE_FACTOR);
});
