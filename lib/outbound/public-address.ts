import "server-only";
import { BlockList, isIP } from "node:net";

/** Not on the public internet, or not for anybody to reach there (IANA's special-purpose registries; RFC 6890). */
const PRIVATE_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  // Shared address space of providers (CGNAT), RFC 6598.
  "100.64.0.0/10",
  "127.0.0.0/8",
  // Link-local; clouds hand out their machines' keys at 169.254.169.254.
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  // Multicast, reserved, broadcast.
  "224.0.0.0/4",
  "240.0.0.0/4",
];
/** Of IPv6 only this part is public: loopback, unique local, link-local, multicast and mapped addresses are outside. */
const GLOBAL_IPV6 = "2000::/3";
/** Parts of it that lead elsewhere or nowhere: Teredo and ORCHID, documentation, 6to4. */
const SPECIAL_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];
/** Translated to the IPv4 address at its end (RFC 6052), where a network has only IPv6. */
const NAT64 = "64:ff9b::/96";

const privateIpv4 = listOf(PRIVATE_IPV4);
const globalIpv6 = listOf([GLOBAL_IPV6]);
const specialIpv6 = listOf(SPECIAL_IPV6);
const nat64 = listOf([NAT64]);

/** @param ranges CIDR, valid ones */
export function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? "ipv6" : "ipv4");
  }
  return list;
}

/** Whether anybody on the internet could connect to this address. A name is none. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !privateIpv4.check(address, "ipv4");
  if (version !== 6 || address.includes("%")) return false;
  if (nat64.check(address, "ipv6")) return isPublicAddress(lastFourBytes(address));
  return globalIpv6.check(address, "ipv6") && !specialIpv6.check(address, "ipv6");
}

/** The IPv4 address at the end of an IPv6 address. */
function lastFourBytes(address: string): string {
  // The URL parser writes any valid spelling in one canonical way.
  const [low = "0", high = "0"] = new URL(`http://[${address}]`).hostname.slice(1, -1).split(":").reverse();
  const [upper, lower] = [Number.parseInt(high || "0", 16), Number.parseInt(low || "0", 16)];
  return [upper >> 8, upper & 255, lower >> 8, lower & 255].join(".");
}
