import "server-only";
import { isIP } from "node:net";
import { HOUR, systemClock } from "@/lib/clock";
import { log } from "@/lib/log";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import { type RequestHeaders, readHeader } from "./headers";

/** Set by our own server script from the socket, always replacing what the client sent. */
export const PEER_HEADER = "x-filekiosk-peer";

/**
 * The address of the client, for rate limits and quotas; "unknown" when there is none.
 *
 * `TRUSTED_PROXIES` is the number of proxies in front of us. Each appends the address of its client to
 * `X-Forwarded-For`, so exactly that many entries, counted from the right, can be trusted; anything further left was
 * written by the client. With 0 the header is not read at all.
 */
export function clientIp(headers: RequestHeaders): string {
  const hops = settings().trustedProxies;
  const peer = plainAddress(readHeader(headers, PEER_HEADER) ?? "");
  if (hops > 0) {
    const chain = (readHeader(headers, "x-forwarded-for") ?? "").split(",").map(plainAddress);
    const entry = chain[Math.max(0, chain.length - hops)];
    if (entry) return entry;
  } else {
    noteUncountedProxy(headers, peer);
  }
  return peer || "unknown";
}

/** A warning ends this long (ms) after the last occurrence. */
const WARNED_OF = HOUR;
type Seen = { at: number };

/**
 * A program of this machine or of a network behind it (containers) that forwards requests is a proxy that `TRUSTED_PROXIES`
 * does not count: then all of its visitors have one address. Limits stay as they are; the operator is warned.
 */
function noteUncountedProxy(headers: RequestHeaders, peer: string): void {
  if (!isForwarded(headers, peer) || !(isLoopback(peer) || isPrivate(peer))) return;
  const seen = uncountedProxy();
  if (seen.at === Number.NEGATIVE_INFINITY) log.warn(ONE_ADDRESS);
  seen.at = systemClock.now().getTime();
}

function isForwarded(headers: RequestHeaders, peer: string): boolean {
  const hops = readHeader(headers, "x-forwarded-for");
  // Next itself writes the socket's address there if the request has none.
  if (hops !== null && plainAddress(hops) !== peer) return true;
  return ["forwarded", "x-real-ip"].some((name) => readHeader(headers, name) !== null);
}

/** RFC 1918 and RFC 4193, as `plainAddress` writes them: nobody on the internet has such an address. */
function isPrivate(peer: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][0-9a-f]{2}:)/.test(peer);
}

const ONE_ADDRESS =
  "Requests come through a proxy and TRUSTED_PROXIES is 0, so all visitors count as one address and share its limits. Set it to the number of proxies.";

function uncountedProxy(): Seen {
  return perProcess("uncounted-proxy", () => ({ at: Number.NEGATIVE_INFINITY }));
}

/** A warning for operators if a proxy was recently seen that `TRUSTED_PROXIES` does not count. */
export function warnOfUncountedProxy(now: Date): string | undefined {
  return now.getTime() - uncountedProxy().at < WARNED_OF ? ONE_ADDRESS : undefined;
}

/**
 * True for a direct request by a program of this machine. Only the socket's address counts: a request that came, or may
 * have come, through a proxy is not local.
 */
export function isLocalPeer(headers: RequestHeaders): boolean {
  const socket = readHeader(headers, PEER_HEADER) ?? "";
  // Next itself writes the socket's address there if the request has none.
  const hops = readHeader(headers, "x-forwarded-for") ?? socket;
  const forwarded = ["forwarded", "x-real-ip", "via"].some((name) => readHeader(headers, name) !== null);
  if (settings().trustedProxies > 0 || forwarded || hops !== socket) return false;
  return isLoopback(plainAddress(socket));
}

/** True for an address of this machine, as `plainAddress` writes it. */
export function isLoopback(peer: string): boolean {
  return peer.startsWith("127.") || peer === "0:0:0:0:0:0:0:1";
}

/**
 * The key of a limit: a whole IPv4 address, or the /64 of an IPv6 address, since one subscriber has at least that much.
 */
export function ipPrefix(ip: string): string {
  if (isIP(ip) !== 6) return ip;
  return `${expand(ip).slice(0, 4).join(":")}::/64`;
}

/** A limit per /64 allows a whole /48, which one customer may also have, this many times as much. */
export const SITE_FACTOR = 4;

/**
 * The /48 around an IPv6 prefix, null for anything else.
 *
 * @param prefix what `ipPrefix` gave
 */
export function siteOf(prefix: string): string | null {
  return prefix.endsWith("::/64") ? `${prefix.split(":").slice(0, 3).join(":")}::/48` : null;
}

/** A plain address: no port, brackets or zone, an IPv4 address without its IPv6 prefix; "" when it is no address. */
export function plainAddress(text: string): string {
  let ip = text.trim();
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(ip);
  if (bracketed?.[1]) ip = bracketed[1];
  else if (/^\d+\.\d+\.\d+\.\d+:\d+$/.test(ip)) ip = ip.slice(0, ip.indexOf(":"));
  ip = ip.replace(/%.*$/, "");
  const version = isIP(ip);
  if (version === 0) return "";
  if (version === 4) return ip;
  const groups = expand(ip);
  if (groups.slice(0, 5).some((group) => group !== "0") || groups[5] !== "ffff") return groups.join(":");
  const [high, low] = groups.slice(6).map((group) => Number.parseInt(group, 16)) as [number, number];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** The eight groups of an IPv6 address, without leading zeros. */
function expand(ip: string): string[] {
  // The URL parser writes any valid spelling in one canonical way, IPv4 tails included.
  const canonical = new URL(`http://[${ip}]`).hostname.slice(1, -1);
  const [left = "", right] = canonical.split("::");
  const head = left ? left.split(":") : [];
  if (right === undefined) return head;
  const tail = right ? right.split(":") : [];
  return [...head, ...new Array<string>(8 - head.length - tail.length).fill("0"), ...tail];
}
