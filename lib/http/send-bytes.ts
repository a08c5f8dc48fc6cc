import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import fresh from "fresh";
import { MINUTE } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { attachmentDisposition, attachmentType } from "./attachment";
import { type ByteRange, chooseRange } from "./byte-range";
import { handOffHeaders, nginxReadsAlike } from "./hand-to-nginx";
import { arePreconditionsMet, validatorsOf } from "./preconditions";
import { toProblem } from "./problem";
import { pump } from "./pump";

export type BytesToSend = {
  /** Bytes. */
  size: number;
  /** What names exactly these bytes, without quotes: of a file its SHA-256 as lower-case hex. A strong validator. */
  etag: string;
  /** The name under which the file is saved. */
  name: string;
  mediaType: string;
  lastModified?: Date;
  /** Opens exactly these bytes; both ends count. Called at most once, and only when bytes will be sent. */
  open(range: ByteRange): Promise<Readable>;
  /**
   * The bytes' path in nginx, if nginx is to send this part in our place; null to send it here. Called at most once,
   * before `open`.
   */
  handOff?(range: ByteRange): Promise<string | null>;
  /** Called with the number of sent bytes (not of those sent by nginx); false ends the transfer there. */
  onBytes?(count: number): boolean;
  /** Of bytes that anybody may see: sent with them, and with 304, in place of the headers for one buyer. */
  publicHeaders?: Record<string, string>;
  /** Sent with every outcome, 304, 412 and 416 included. */
  extraHeaders?: Record<string, string>;
  /** Milliseconds without progress after which a silent client is cut off. It can resume with a range. */
  stallTimeout?: number;
};

/**
 * `complete` is false when the client disconnected or the bytes could not be read to the end. A transfer by nginx
 * counts as complete: its end is unknown.
 */
export type BytesSent = { status: 200 | 206 | 304 | 412 | 416; complete: boolean };

/**
 * Answers GET or HEAD with a stored file: whole (200) or one part (206), in constant memory.
 *
 * RFC 9110: `Range` counts for GET only, one range only (several are answered whole), and only while `If-Range` names
 * this very content; `If-Match` and `If-Unmodified-Since` give 412 if these are not the named bytes, before anything
 * else; `If-None-Match` gives 304; a range beyond the end gives 416. HEAD opens nothing.
 *
 * When reading fails after the first byte, the connection is destroyed: a clean end would make a broken copy look complete.
 *
 * @throws the errors of `open`, before anything was sent: the route can still respond with an error
 */
export async function sendBytes(req: IncomingMessage, res: ServerResponse, bytes: BytesToSend): Promise<BytesSent> {
  const validators = validatorsOf(bytes);
  if (!arePreconditionsMet(req.headers, validators)) return refuseRange(res, 412, bytes, changed(validators));
  if (fresh(req.headers, { etag: validators.ETag, "last-modified": validators["Last-Modified"] })) {
    setHead(res, 304, { ...validators, ...privacyHeaders, ...bytes.publicHeaders, ...bytes.extraHeaders });
    res.end();
    return { status: 304, complete: true };
  }

  const range = req.method === "GET" ? chooseRange(req.headers, bytes.size, validators.ETag) : null;
  if (range === "unsatisfiable") return refuseRange(res, 416, bytes, outOfRange(bytes));
  const { start, end } = range ?? { start: 0, end: bytes.size - 1 };
  const length = end - start + 1;
  const status = range ? 206 : 200;
  const headers = {
    ...validators,
    ...privacyHeaders,
    "Content-Type": attachmentType(bytes.mediaType, bytes.name, isShown(req)),
    "Content-Disposition": attachmentDisposition(bytes.name),
    ...bytes.publicHeaders,
    ...bytes.extraHeaders,
  };
  const lengths = {
    "Content-Length": String(length),
    "Accept-Ranges": "bytes",
    ...(range ? { "Content-Range": `bytes ${start}-${end}/${bytes.size}` } : {}),
  };

  if (req.method === "HEAD" || length === 0) {
    setHead(res, status, { ...headers, ...lengths });
    res.end();
    return { status, complete: true };
  }
  const place = nginxReadsAlike(req.headers, validators.ETag, range !== null)
    ? await bytes.handOff?.({ start, end })
    : null;
  if (place) {
    setHead(res, 200, { ...headers, ...handOffHeaders(place, range !== null) });
    res.end();
    return { status, complete: true };
  }
  const source = await bytes.open({ start, end });
  if (res.destroyed || res.writableEnded) {
    source.on("error", () => {}).destroy();
    return { status, complete: false };
  }
  setHead(res, status, { ...headers, ...lengths });
  const { onBytes, stallTimeout = 5 * MINUTE } = bytes;
  return { status, complete: await pump(source, res, { length, onBytes, stallTimeout }) };
}

/** Requested by an element that shows pictures, sound or film, as only browsers say it: scripts cannot set this header. */
const isShown = (req: IncomingMessage) => /^(?:image|audio|video)$/.test(String(req.headers["sec-fetch-dest"]));

/** The bytes are for one buyer only: never cached, transformed, sniffed, run or embedded. */
const privacyHeaders = {
  "Cache-Control": "private, no-store, no-transform",
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "sandbox; default-src 'none'",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
};

function setHead(res: ServerResponse, status: number, headers: Record<string, string | undefined>): void {
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) res.setHeader(name, value);
  }
}

const changed = (validators: Record<string, string>) => new AppError("precondition_failed", { headers: validators });

const outOfRange = ({ size }: BytesToSend) =>
  new AppError("range_not_satisfiable", {
    headers: { "Content-Range": `bytes */${size}`, "Accept-Ranges": "bytes" },
  });

function refuseRange(res: ServerResponse, status: 412 | 416, bytes: BytesToSend, why: AppError): BytesSent {
  const problem = toProblem(why);
  setHead(res, status, { ...privacyHeaders, ...problem.headers, ...bytes.extraHeaders });
  res.end(JSON.stringify(problem.body));
  return { status, complete: true };
}
