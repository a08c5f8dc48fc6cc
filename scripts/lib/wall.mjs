// What no request may have, looked at before any door: whoever comes with more is refused at the cost of counting. The
// doors' own limits are narrower; these keep what Next, and whatever else reads a request, from having to read much.

import { randomUUID } from "node:crypto";
import { staticHeaders } from "./security-headers.mjs";

/** The longest path and query together, in characters. An address with a ticket has about 200. */
export const URL_MAX = 2_048;
/** The most parameters of a query. Our own have three; what Next does with repeated ones grows with their square. */
export const PARAMETERS_MAX = 32;
/** The most headers. Browsers send some twenty, proxies add as many. */
export const HEADERS_MAX = 100;
/** The longest `Range` that is looked at. RFC 9110, 14.2: a server may ignore it. */
export const RANGE_MAX = 100;

/** The longest value of any header that has no line below. */
const VALUE_MAX = 2_048;
/** And of one that proxies add for programs behind them, such as who signed in or which certificate was shown. Nobody here reads it. */
export const FOREIGN_MAX = 8_192;
/** Not those that Next reads. */
const foreign =
  /^(?:x-(?!forwarded-(?:host|port|proto)$|next|middleware|invoke|matched|prerender|vercel|now-)|baggage$)/;

/**
 * The longest value of each header in characters, those of repeated ones together. `range` is left out: see
 * `dropLongRange`.
 *
 * @type {Readonly<Record<string, number>>}
 */
export const valueMax = {
  accept: 1_024,
  // A proxy that signs its people in leaves its own there.
  authorization: 8_192,
  "accept-encoding": 512,
  "accept-language": 512,
  "claim-token": 256,
  "content-type": 256,
  // Those of a parent domain come along.
  cookie: 8_192,
  host: 300,
  "if-modified-since": 100,
  "if-range": 256,
  "next-router-state-tree": 4_096,
  origin: 300,
  // As browsers cut it.
  referer: 4_096,
  // As in lib/payments/x402/decode-payment.ts: a signature of 3,072 bytes that brings its wallet along, written as hex in base64.
  "payment-signature": 12_000,
  "x-payment": 12_000,
  // As in lib/sign-in/sign-in-with-x.ts.
  "sign-in-with-x": 8_000,
  // A name of 255 characters has up to 765 bytes, a third more in base64; some clients send it three times.
  "upload-metadata": 4_096,
  "upload-checksum": 256,
  "user-agent": 1_024,
  "x-forwarded-for": 1_024,
};

/** What a refusal says. Kept in step with lib/errors.ts by a test. */
export const wallRefusals = {
  malformed_request: { status: 400, title: "The request could not be read." },
  url_too_long: { status: 414, title: "The address is too long." },
  header_too_large: { status: 431, title: "The request's headers are too large." },
  too_many_requests: { status: 429, title: "Too many requests. Wait a moment and try again." },
};

/** @typedef {{ code: keyof typeof wallRefusals, detail: string, headers?: Record<string, string> }} Refusal */

/**
 * @param {Pick<import("node:http").IncomingMessage, "url" | "headers" | "rawHeaders">} req
 * @returns {Refusal | null} why this request goes to no door
 */
export function judgeRequest({ url = "", headers, rawHeaders }) {
  if (rawHeaders.length > 2 * HEADERS_MAX) return tooLarge(`Send at most ${HEADERS_MAX} headers.`);
  if (countHosts(rawHeaders) > 1) return malformed("Send one Host header.");
  // Not the whole address of another server, as a proxy is asked, nor "*": Next would lead to that server.
  if (!url.startsWith("/")) return malformed("Ask for a path, beginning with a slash.");
  if (url.length > URL_MAX) {
    return { code: "url_too_long", detail: `Path and query have at most ${URL_MAX} characters together.` };
  }
  if (countParameters(url) > PARAMETERS_MAX) return malformed(`A query has at most ${PARAMETERS_MAX} parameters.`);
  for (const [name, value] of Object.entries(headers)) {
    const max = maxOf(name);
    if (name !== "range" && lengthOf(value) > max) return tooLarge(`The header ${name} has at most ${max} characters.`);
  }
  return null;
}

/**
 * Takes a `Range` away that is longer than any honest one, so that the whole file is sent.
 *
 * @param {Pick<import("node:http").IncomingMessage, "headers">} req
 */
export function dropLongRange({ headers }) {
  if (lengthOf(headers.range) > RANGE_MAX) delete headers.range;
}

/**
 * Answers in the words of the doors: problem details (RFC 9457) with a stable code.
 *
 * @param {import("node:http").IncomingMessage} req @param {import("node:http").ServerResponse} res
 * @param {Refusal} refusal @param {{ https: boolean }} options `https`: the public origin is https
 */
export function refuseRequest(req, res, { code, detail, headers }, { https }) {
  const { status, title } = wallRefusals[code];
  const type = `urn:filekiosk:problem:${code}`;
  const body = JSON.stringify({ type, title, status, detail, code, requestId: randomUUID() });
  for (const { key, value } of staticHeaders) res.setHeader(key, value);
  if (https) res.setHeader("Strict-Transport-Security", "max-age=31536000");
  res.writeHead(status, {
    "Content-Type": "application/problem+json",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "private, no-store, no-transform",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    ...(isPaymentPath(req.url) ? corsHeaders : {}),
    ...(hasBody(req) ? { Connection: "close" } : {}),
    ...headers,
  });
  res.end(req.method === "HEAD" ? undefined : body);
}

/** Kept in step with lib/http/cors.ts by a test. */
export const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers":
    "PAYMENT-REQUIRED, PAYMENT-RESPONSE, Payment-Id, Claim-Token, Content-Range, Accept-Ranges, ETag, Retry-After, " +
    "Content-Disposition, Location, Link",
};

/** The doors at which any site's script may pay. @param {string | undefined} url */
function isPaymentPath(url) {
  return /^\/(?:f|api\/files|api\/payments)\//.test(url ?? "");
}

/** @param {string} name lower case */
function maxOf(name) {
  if (Object.hasOwn(valueMax, name)) return valueMax[name];
  return foreign.test(name) ? FOREIGN_MAX : VALUE_MAX;
}

/** What is left of a body is not read. @param {import("node:http").IncomingMessage} req */
function hasBody({ headers }) {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** @param {string[]} rawHeaders names and values in turn */
function countHosts(rawHeaders) {
  return rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === "host").length;
}

/** @param {string} url */
function countParameters(url) {
  const start = url.indexOf("?");
  return start < 0 ? 0 : url.slice(start).split("&").length;
}

/** @param {string | string[] | undefined} value */
function lengthOf(value) {
  return Array.isArray(value) ? value.join(", ").length : (value?.length ?? 0);
}

/** @param {string} detail @returns {Refusal} */
function malformed(detail) {
  return { code: "malformed_request", detail };
}

/** @param {string} detail @returns {Refusal} */
function tooLarge(detail) {
  return { code: "header_too_large", detail };
}
