import "server-only";
import { type IncomingHttpHeaders, type IncomingMessage, type RequestOptions, request } from "node:http";
import { request as requestTls } from "node:https";
import { SECOND } from "@/lib/clock";
import type { Shop } from "@/lib/doctor/check";
import { makePass, PASS_HEADER } from "@/lib/doctor-probe/pass";
import { ANSWER_HEADER, type ProbeKind } from "@/lib/doctor-probe/schema";
import { newId } from "@/lib/ids";

/** Without progress for this long a request has failed (ms). */
const TIMEOUT = 20 * SECOND;
/** Bytes of an answer that are read. */
const MAX_BYTES = 64 * 1024 * 1024;

export type Question = {
  kind: ProbeKind;
  /** Where the shop is asked: APP_URL, or the address of its own port. */
  origin: string;
  method?: "GET" | "PATCH";
  /** Path and query. By default that of a file nobody has. */
  path?: string;
  headers?: Record<string, string>;
  /** Pieces, and the pause after the first one (ms). */
  body?: { pieces: readonly Buffer[]; pause: number };
  /** ms */
  timeout?: number;
};

export type ShopAnswer = {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Whether it is the running shop's answer to the pass; a proxy's error page is not. */
  isShops: boolean;
  /** The end of the connection on this side. */
  localPort: number;
  /** Milliseconds from the request to the first byte of the body, and to the last. */
  times: { first: number; last: number };
};

/** The path of a file that nobody has: rules of proxies for files apply, and without the pass it is a plain 404. */
export const filePath = (query = "") => `/api/files/${newId()}${query}`;
/** The same of an upload. */
export const uploadPath = () => `/api/uploads/${newId()}`;

/**
 * Asks the shop, with a pass. Certificates are not verified here, which is a check of its own, so that everything else
 * can still be looked at.
 *
 * @throws the connection's error
 */
export async function askShop({ settings, now }: Shop, question: Question): Promise<ShopAnswer> {
  const { kind, origin, method = "GET", path = filePath(), headers, timeout = TIMEOUT } = question;
  const pass = makePass(kind, { method, path }, settings.sessionSecret, now());
  const length = question.body?.pieces.reduce((sum, piece) => sum + piece.length, 0);
  const options: RequestOptions = {
    method,
    agent: false,
    timeout,
    headers: {
      "User-Agent": "filekiosk-doctor",
      ...headers,
      [PASS_HEADER]: pass,
      ...(length === undefined ? {} : { "Content-Length": length }),
    },
  };
  return exchange(new URL(path, origin), options, question.body);
}

function exchange(url: URL, options: RequestOptions, body: Question["body"]): Promise<ShopAnswer> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const sent =
      url.protocol === "https:" ? requestTls(url, { ...options, rejectUnauthorized: false }) : request(url, options);
    let localPort = 0;
    sent.on("socket", (socket) => socket.once("connect", () => (localPort = socket.localPort ?? 0)));
    sent.on("timeout", () => sent.destroy(new Error("nothing came for too long")));
    // After an early answer the rest of the body cannot be sent, which is no news.
    sent.on("error", (error) => setTimeout(reject, 50, error));
    sent.on("response", (response) => {
      readAnswer(response, start).then((answer) => resolve({ ...answer, localPort }), reject);
    });
    send(sent, body);
  });
}

function send(sent: ReturnType<typeof request>, body: Question["body"]): void {
  const [first, ...rest] = body?.pieces ?? [];
  if (!body || !first) return void sent.end();
  sent.write(first);
  setTimeout(() => {
    for (const piece of rest) sent.write(piece);
    sent.end();
  }, body.pause);
}

async function readAnswer(response: IncomingMessage, start: number): Promise<Omit<ShopAnswer, "localPort">> {
  const parts: Buffer[] = [];
  let length = 0;
  let first = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    if (length === 0) first = performance.now() - start;
    length += part.length;
    if (length > MAX_BYTES) throw new Error("the answer is larger than what was asked for");
    parts.push(part);
  }
  const { statusCode: status = 0, headers } = response;
  const times = { first, last: performance.now() - start };
  return { status, headers, body: Buffer.concat(parts), isShops: headers[ANSWER_HEADER] !== undefined, times };
}

/** An error of a connection in a few words, for the middle of a sentence. */
export function whyNot(error: unknown): string {
  const { code = "", message = "" } = error as NodeJS.ErrnoException;
  const words: Record<string, string> = {
    ECONNREFUSED: "nothing listens there",
    ENOTFOUND: "its name is not known (DNS)",
    EAI_AGAIN: "its name cannot be looked up (DNS)",
    ECONNRESET: "the connection was closed",
    EPIPE: "the connection was closed",
    ETIMEDOUT: "there was no response",
    EHOSTUNREACH: "there is no route to it",
  };
  return words[code] ?? (message || code || "it failed");
}
