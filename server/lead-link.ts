import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError } from "@/lib/errors";
import { type LinkParts, linkParts } from "@/lib/link-parts";
import { log } from "@/lib/log";
import { wantsPage } from "./choose-door";
import type { Doors } from "./doors";
import { refuseRequest } from "./refuse";
import { setStaticHeaders } from "./security-headers";

type Options = { https: boolean };

/**
 * Makes a request for a readable link, `/s/{handle}/{slug}`, one for `/f/{fileId}`, before any door is chosen: whatever is true of the
 * one is true of the other. Only pages are led on (307) to the link as it is written now; a program is answered under any name,
 * because a redirect could lose a payment or be followed without it.
 *
 * @returns true when it has responded
 */
export async function leadLink(
  req: IncomingMessage,
  res: ServerResponse,
  { followLink }: Pick<Doors, "followLink">,
  options: Options,
): Promise<boolean> {
  const { url = "", method } = req;
  const [path = ""] = url.split("?", 1);
  const parts = linkParts(path);
  if (parts === null) return false;
  const search = url.slice(path.length);
  const isPage = wantsPage(req);
  const found = await follow(followLink, parts);
  if (found instanceof AppError) {
    refuseRequest(req, res, found, options);
    return true;
  }
  if (found === null) {
    // The page that says so is Next's.
    if (isPage && (method === "GET" || method === "HEAD")) return false;
    refuseRequest(req, res, new AppError("file_not_found"), options);
    return true;
  }
  const home = found.path ?? `/f/${found.fileId}`;
  if (isPage && !req.headers.rsc && (method === "GET" || method === "HEAD") && home !== pathOf(parts)) {
    setStaticHeaders(res, options);
    // Not for ever: a seller may go back to an earlier name.
    res.writeHead(307, { Location: home + search, "Cache-Control": "private, no-store", "Content-Length": 0 }).end();
    return true;
  }
  req.url = `/f/${found.fileId}${search}`;
  return false;
}

const pathOf = ({ handle, slug }: LinkParts) => `/s/${encodeURIComponent(handle)}/${encodeURIComponent(slug)}`;

async function follow(followLink: Doors["followLink"], parts: LinkParts) {
  try {
    return await followLink(parts);
  } catch (err) {
    log.error({ err }, "a readable link could not be read");
    return new AppError("server_busy", { headers: { "Retry-After": "5" } });
  }
}
