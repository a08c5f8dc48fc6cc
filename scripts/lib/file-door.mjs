// Requests for a file, or for its price, that need no page: answered by `pages/api/files/[fileId].ts` without Next's
// router, which takes longer than the answer itself. Decides as `rewrites()` in next.config.js does; whatever is in doubt
// goes to Next, which leads it to the same door.

import { previewBots } from "../../lib/http/preview-bots.mjs";
import { baselinePolicy, staticHeaders } from "./security-headers.mjs";

const address = /^\/(api\/files|f)\/([0-9A-Za-z]{22})$/;
/** As `wantsPage` in next.config.js. */
const wantsPage = /text\/html(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i;
const previewBot = new RegExp(previewBots.join("|"), "i");
const policy = baselinePolicy(false);

/**
 * @param {Pick<import("node:http").IncomingMessage, "method" | "url" | "headers">} req
 * @returns {Record<string, string | string[]> | null} what Next calls `req.query`, or null when this is for Next
 */
export function readFileRequest({ method, url = "", headers }) {
  if (method !== "GET" && method !== "HEAD") return null;
  const [path, search = ""] = url.split("?", 2);
  const [, door, fileId] = address.exec(path) ?? [];
  if (fileId === undefined) return null;
  if (door === "f") {
    if (headers.rsc !== undefined || wantsPage.test(headers.accept ?? "")) return null;
    if (previewBot.test(headers["user-agent"] ?? "")) return null;
  }
  /** @type {Record<string, string | string[]>} */
  const query = {};
  const given = new URLSearchParams(search);
  for (const name of new Set(given.keys())) {
    const values = given.getAll(name);
    query[name] = values.length === 1 ? values[0] : values;
  }
  return { ...query, fileId };
}

/**
 * The headers that Next would add by next.config.js.
 *
 * @param {import("node:http").IncomingMessage} req @param {import("node:http").ServerResponse} res
 */
export function setStaticHeaders(req, res) {
  for (const { key, value } of staticHeaders) res.setHeader(key, value);
  if (req.headers["content-security-policy"] === undefined) res.setHeader("Content-Security-Policy", policy);
}
