import type { ServerResponse } from "node:http";

/**
 * A shared link is a page for browsers and the file behind 402 for programs. Caches have to know that, and Next
 * overwrites a route's `Vary`, so ours is added at the last moment.
 */
export function varyByAsker(res: ServerResponse): void {
  const { writeHead } = res;
  res.writeHead = (...args: unknown[]) => {
    const names = String(res.getHeader("Vary") ?? "").split(",");
    const all = new Map(
      ["Accept", "User-Agent", "RSC", ...names].map((name) => [name.trim().toLowerCase(), name.trim()]),
    );
    all.delete("");
    res.setHeader("Vary", [...all.values()].join(", "));
    return writeHead.apply(res, args as Parameters<typeof writeHead>);
  };
}
