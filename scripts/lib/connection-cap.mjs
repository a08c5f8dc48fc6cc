// How many connections one address may hold at once. Requests are counted once they are there; who opens thousands of
// connections and sends a byte now and then costs memory and file handles before that.

/** From one IPv4 address or one IPv6 /64. A browser holds six, so this is some forty people behind one address. */
export const CONNECTIONS_MAX = 256;
/** As SITE_FACTOR in lib/http/client-ip.ts: what a whole IPv6 /48 may hold, times. Kept in step by a test. */
export const SITE_FACTOR = 4;

/**
 * Closes each connection over the cap at once, without an answer.
 *
 * @param {import("node:http").Server} server
 * @param {{ max?: number, isExempt?: (address: string) => boolean }} [options] `isExempt`: who is not counted. By default this
 *   machine: a proxy may be in front, through which everybody comes
 */
export function capConnections(server, { max = CONNECTIONS_MAX, isExempt = isLoopback } = {}) {
  /** @type {Map<string, number>} */
  const open = new Map();
  server.on("connection", (socket) => {
    const { remoteAddress = "" } = socket;
    if (remoteAddress === "" || isExempt(remoteAddress)) return;
    const [network, site] = networksOf(remoteAddress);
    const full = (open.get(network) ?? 0) >= max || (site !== null && (open.get(site) ?? 0) >= SITE_FACTOR * max);
    if (full) return socket.destroy();
    for (const key of [network, site]) if (key !== null) open.set(key, (open.get(key) ?? 0) + 1);
    socket.once("close", () => {
      for (const key of [network, site]) if (key !== null) release(open, key);
    });
  });
}

/** @param {Map<string, number>} open @param {string} key */
function release(open, key) {
  const left = (open.get(key) ?? 1) - 1;
  if (left > 0) open.set(key, left);
  else open.delete(key);
}

/**
 * As `ipPrefix` and `siteOf` in lib/http/client-ip.ts, for an address as a socket gives it. Kept in step by a test.
 *
 * @param {string} address
 * @returns {[network: string, site: string | null]}
 */
export function networksOf(address) {
  const v4 = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 !== undefined) return [v4, null];
  const [head = "", tail] = address.replace(/%.*$/, "").split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail ? tail.split(":") : [];
  const groups = [...front, ...Array(Math.max(0, 8 - front.length - back.length)).fill("0"), ...back];
  return [`${groups.slice(0, 4).join(":")}::/64`, `${groups.slice(0, 3).join(":")}::/48`];
}

/** @param {string} address as a socket gives it */
export function isLoopback(address) {
  return /^(?:::ffff:)?127\./i.test(address) || address === "::1";
}
