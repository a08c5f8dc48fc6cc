import "server-only";
import type { IncomingMessage } from "node:http";
import { AppError } from "@/lib/errors";
import { clientIp, ipPrefix } from "./client-ip";
import { type LimitName, takeLimit } from "./rate-limit";

/**
 * Counts a request that goes to Next's router, by its address. Pages have no wrapper as routes do, and the router
 * itself takes time; a route's own limit is counted separately. Called by our own server before it passes a request to
 * Next.
 *
 * @returns `too_many_requests` to send instead, null if there were not too many
 */
export async function countVisit(req: Pick<IncomingMessage, "url" | "headers">): Promise<AppError | null> {
  try {
    await takeLimit(limitFor(req.url ?? ""), ipPrefix(clientIp(req.headers)));
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error;
  }
}

/** By the beginning of the path as written: another spelling of it counts as a page, which has the lowest limit. */
function limitFor(url: string): LimitName {
  if (url.startsWith("/_next/static/") || url.startsWith("/api/pdf-parts/")) return "asset";
  const [path] = url.split("?", 1);
  return path?.startsWith("/api/") || path === "/healthz" || path === "/version" ? "request" : "page";
}
