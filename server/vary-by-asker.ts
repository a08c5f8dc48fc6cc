import type { ServerResponse } from "node:http";

/**
 * A shared link answers browsers with a page and programs with the file behind 402. Caches have to know that, and Next
 * overwrites the `Vary` of a route, so ours is added at the last moment.
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
