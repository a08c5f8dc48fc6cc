import type { Server } from "node:http";
import type { Socket } from "node:net";
import { ipPrefix, isLoopback, plainAddress, SITE_FACTOR, siteOf } from "@/lib/http/client-ip";

/**
 * How many connections one address may hold at once. Requests are counted once they have arrived; a client that opens
 * thousands of connections and sends a byte now and then costs memory and file handles before that.
 */

/** Per IPv4 address or IPv6 /64. A browser uses six, so this allows some forty people behind one address. */
export const CONNECTIONS_MAX = 256;

/**
 * Closes each connection over the cap immediately, without a response. A whole IPv6 /48 may hold `SITE_FACTOR` times as many.
 *
 * @param options `isExempt`: which plain addresses are not counted. By default those of this machine: there may be a
 *   proxy that forwards all visitors
 */
export function capConnections(
  server: Server,
  { max = CONNECTIONS_MAX, isExempt = isLoopback }: { max?: number; isExempt?: (address: string) => boolean } = {},
): void {
  const open = new Map<string, number>();
  server.on("connection", (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? "");
    if (address === "" || isExempt(address)) return;
    const network = ipPrefix(address);
    const site = siteOf(network);
    const full = (open.get(network) ?? 0) >= max || (site !== null && (open.get(site) ?? 0) >= SITE_FACTOR * max);
    if (full) return void socket.destroy();
    const held = site === null ? [network] : [network, site];
    for (const key of held) open.set(key, (open.get(key) ?? 0) + 1);
    socket.once("close", () => {
      for (const key of held) release(open, key);
    });
  });
}

function release(open: Map<string, number>, key: string): void {
  const left = (open.get(key) ?? 1) - 1;
  if (left > 0) open.set(key, left);
  else open.delete(key);
}
