import { afterEach, describe, expect, it, vi } from "vitest";
import { log } from "@/lib/log";
import { forgetPerProcess } from "@/lib/process";
import { testSettings } from "@/test/settings";
import { clientIp, ipPrefix, PEER_HEADER, siteOf, warnOfUncountedProxy } from "./client-ip";

const seen = (peer: string, forwarded?: string) =>
  new Headers({ [PEER_HEADER]: peer, ...(forwarded === undefined ? {} : { "x-forwarded-for": forwarded }) });

describe("clientIp", () => {
  it("believes only the socket when no proxy is trusted, whatever the client claims", () => {
    testSettings();
    expect(clientIp(seen("203.0.113.9", "1.2.3.4"))).toBe("203.0.113.9");
    expect(clientIp({ "x-filekiosk-peer": "203.0.113.9", "x-forwarded-for": "1.2.3.4" })).toBe("203.0.113.9");
  });

  it.each([
    [1, "6.6.6.6, 198.51.100.7", "198.51.100.7"],
    [2, "6.6.6.6, 198.51.100.7, 10.0.0.2", "198.51.100.7"],
    [2, "198.51.100.7", "198.51.100.7"],
    [1, "", "10.0.0.1"],
    [1, undefined, "10.0.0.1"],
    [1, "198.51.100.7, nonsense", "10.0.0.1"],
    [1, "198.51.100.7:4711", "198.51.100.7"],
    [1, "[2001:db8::1]:4711", "2001:db8:0:0:0:0:0:1"],
  ])("with %i trusted proxies takes from %j the entry that a trusted one wrote", (hops, forwarded, expected) => {
    testSettings({ TRUSTED_PROXIES: String(hops) });
    expect(clientIp(seen("10.0.0.1", forwarded))).toBe(expected);
  });

  it.each([
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["::ffff:cb00:7109", "203.0.113.9"],
    ["fe80::1%eth0", "fe80:0:0:0:0:0:0:1"],
    ["::1", "0:0:0:0:0:0:0:1"],
    ["", "unknown"],
    ["<script>", "unknown"],
  ])("writes the socket address %j as %s", (peer, expected) => {
    testSettings();
    expect(clientIp(seen(peer))).toBe(expected);
  });
});

describe("a proxy that TRUSTED_PROXIES does not count", () => {
  afterEach(() => {
    forgetPerProcess("uncounted-proxy");
    vi.restoreAllMocks();
  });

  it("is warned of, once in the log, and counted as before", () => {
    testSettings();
    const warn = vi.spyOn(log, "warn").mockImplementation(() => {});
    for (const peer of ["127.0.0.1", "::1", "::ffff:127.0.0.1"]) clientIp(seen(peer, "203.0.113.9"));
    expect(clientIp(seen("127.0.0.1", "203.0.113.9"))).toBe("127.0.0.1");
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warnOfUncountedProxy(new Date())).toContain("TRUSTED_PROXIES");
  });

  it.each([
    ["a container's proxy", "172.18.0.3", { "x-forwarded-for": "203.0.113.9" }],
    ["one of the same network", "fd12:3456::7", { "x-forwarded-for": "203.0.113.9" }],
    ["one that writes another header", "127.0.0.1", { "x-real-ip": "203.0.113.9" }],
    ["one that writes the standard's header", "10.0.0.7", { forwarded: "for=203.0.113.9" }],
  ])("is warned of as well: %s", (_, peer, headers) => {
    testSettings();
    clientIp(new Headers({ [PEER_HEADER]: peer, ...headers } as Record<string, string>));
    expect(warnOfUncountedProxy(new Date())).toContain("TRUSTED_PROXIES is 0");
  });

  it.each([
    ["0", "172.32.0.1", "1.2.3.4"],
    ["0", "203.0.113.9", "1.2.3.4"],
    ["0", "127.0.0.1", undefined],
    // As Next writes it if the request has none.
    ["0", "::ffff:127.0.0.1", "::ffff:127.0.0.1"],
    ["1", "127.0.0.1", "203.0.113.9"],
  ])("is not seen with TRUSTED_PROXIES=%s in a request from %s for %s", (trusted, peer, forwarded) => {
    testSettings({ TRUSTED_PROXIES: trusted });
    clientIp(seen(peer, forwarded));
    expect(warnOfUncountedProxy(new Date())).toBeUndefined();
  });
});

describe("ipPrefix", () => {
  it("counts an IPv4 address whole and an IPv6 address by its /64, in any spelling", () => {
    expect(ipPrefix("203.0.113.9")).toBe("203.0.113.9");
    expect(ipPrefix("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
    expect(ipPrefix("2001:0DB8:0001:0002::9")).toBe("2001:db8:1:2::/64");
    expect(ipPrefix("2001:db8::")).toBe("2001:db8:0:0::/64");
    expect(ipPrefix("unknown")).toBe("unknown");
  });

  it("knows the /48 around an IPv6 prefix, in one spelling", () => {
    expect(siteOf(ipPrefix("2001:0DB8:0001:0002::9"))).toBe("2001:db8:1::/48");
    expect(siteOf(ipPrefix("2001:db8::"))).toBe("2001:db8:0::/48");
    expect(siteOf(ipPrefix("203.0.113.9"))).toBeNull();
    expect(siteOf("unknown")).toBeNull();
  });
});
