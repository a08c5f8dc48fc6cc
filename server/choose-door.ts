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
 * 402 for all other clients, and for every request that shows a payment, a claim or a proof; programs that ask for Markdown get the
 * page in words. Only the plain spelling of a URL bypasses Next's router, which takes longer than the response itself. Any other spelling goes through the router to the same route.
 */
export function chooseDoor(request: Asked): Door {
  const { url = "", method } = request;
  if (upload.test(url)) return { kind: "upload", url };
  if (method === "GET" || method === "HEAD") {
    const [path = ""] = url.split("?", 1);
    const [, door, fileId] = file.exec(path) ?? [];
    if (fileId !== undefined) {
      if (door === "f" && wantsMarkdown(request)) return { kind: "next", url: `/api/files/${fileId}/markdown` };
      if (door === "f" && wantsPage(request)) return { kind: "next", url, pageOf: fileId };
      const query = { ...readQuery(url.slice(path.length + 1)), fileId };
      return { kind: "file", url: door === "f" ? `/api/files/${url.slice("/f/".length)}` : url, query };
    }
  }
  return { kind: "next", url: /\/f\//i.test(url) && !wantsPage(request) ? behindLink(url) : url };
}

/** Matches an `Accept` that accepts HTML, unless with `q=0`. */
const acceptsPage = /text\/html(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i;

/** True for programs that read Markdown at least as gladly as HTML (RFC 9110, 12.5.1); browsers never name it. */
function wantsMarkdown({ headers }: Asked): boolean {
  const { accept = "" } = headers;
  if (headers.rsc || showsPayment(headers) || !/text\/markdown/i.test(accept)) return false;
  const weight = qualityOf(accept, "text/markdown");
  return weight > 0 && weight >= qualityOf(accept, "text/html");
}

/** How much a media type is wanted, 0 to 1; 0 if it is not named. */
function qualityOf(accept: string, mediaType: string): number {
  for (const part of accept.split(",")) {
    const [type = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    if (type !== mediaType) continue;
    const weight = parameters.find((text) => /^q\s*=/.test(text));
    return weight === undefined ? 1 : Number(weight.slice(weight.indexOf("=") + 1)) || 0;
  }
  return 0;
}

/** True for browsers, for the app's own navigation and for preview bots. */
export function wantsPage({ headers }: Pick<Asked, "headers">): boolean {
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
