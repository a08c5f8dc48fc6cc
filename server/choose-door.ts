import type { IncomingMessage } from "node:http";
import { showsPayment } from "@/lib/http/credentials";
import { isPreviewBot } from "@/lib/http/preview-bots";
import { type Query, readQuery } from "@/lib/http/query";
import { ID_PATTERN } from "@/lib/ids";

/**
 * The route for a request, and the path and query by which Next finds the same route.
 *
 * - `file`: GET and HEAD of a file, `pages/api/files/[fileId].ts`. It needs only `query` of Next's request
 * - `upload`: the tus route, whose bodies stay Node streams
 * - `next`: Next's router, which knows the pages and all other routes; `pageOf` is the file whose page it is
 */
export type Door =
  | { kind: "file"; url: string; query: Query }
  | { kind: "upload"; url: string }
  | { kind: "next"; url: string; pageOf?: string };

type Asked = Pick<IncomingMessage, "method" | "url" | "headers">;

const file = new RegExp(`^/(api/files|f)/(${ID_PATTERN})$`);
const upload = new RegExp(`^/api/uploads(?:/${ID_PATTERN}(?:\\?key=[\\w-]*)?)?$`);

/**
 * Chooses the route from the request alone. `/f/{fileId}` is a page for browsers and preview bots, and the file behind
 * 402 for all other clients, and for every request that shows a payment, a claim or a proof. Only the plain spelling of a URL bypasses Next's router, which takes longer than the
 * response itself. Any other spelling goes through the router to the same route.
 */
export function chooseDoor(request: Asked): Door {
  const { url = "", method } = request;
  if (upload.test(url)) return { kind: "upload", url };
  if (method === "GET" || method === "HEAD") {
    const [path = ""] = url.split("?", 1);
    const [, door, fileId] = file.exec(path) ?? [];
    if (fileId !== undefined) {
      if (door === "f" && wantsPage(request)) return { kind: "next", url, pageOf: fileId };
      const query = { ...readQuery(url.slice(path.length + 1)), fileId };
      return { kind: "file", url: door === "f" ? `/api/files/${url.slice("/f/".length)}` : url, query };
    }
  }
  return { kind: "next", url: /\/f\//i.test(url) && !wantsPage(request) ? behindLink(url) : url };
}

/** Matches an `Accept` that accepts HTML, unless with `q=0`. */
const acceptsPage = /text\/html(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i;

/** True for browsers, for the app's own navigation and for preview bots. */
function wantsPage({ headers }: Asked): boolean {
  if (showsPayment(headers)) return false;
  if (headers.rsc || acceptsPage.test(headers.accept ?? "")) return true;
  return isPreviewBot(headers["user-agent"] ?? "");
}

/** The file behind another spelling of `/f/{fileId}`. Parses it as Next parses URLs: case ignored, dots resolved. */
function behindLink(url: string): string {
  const [path = ""] = url.split("?", 1);
  // Next redirects these to a path without them.
  if (/\\|\/\//.test(path)) return url;
  const { pathname, search } = new URL(`http://localhost${url}`);
  const [, fileId] = /^\/f\/([^/]+)$/i.exec(pathname) ?? [];
  return fileId === undefined ? url : `/api/files/${fileId}${search}`;
}
