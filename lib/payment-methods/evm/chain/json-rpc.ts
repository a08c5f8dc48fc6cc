import "server-only";
import { BaseError, createTransport, HttpRequestError, type HttpTransport, RpcRequestError, TimeoutError } from "viem";
import { MINUTE } from "@/lib/clock";
import { NoResponseInTime, type Posted, postJson } from "@/lib/post-json";

type Options = {
  /** Of one call (ms). */
  timeout: number;
  retryCount: number;
  /** ms */
  retryDelay: number;
};

type Body = { method: string; params?: unknown };
type Reply = { id?: unknown; error?: { code: number; message: string }; result?: unknown };

type Response = Posted & { said: unknown };

/** The method of a request of ours that sends several calls as one batch: its parameters are the calls. */
export const BATCH = "batch";

/** The node does not answer several calls at once, or not now: send each call by itself. */
export class BatchRefused extends BaseError {
  /** A number, so that viem does not ask again. */
  readonly code = 0;
  constructor() {
    super("The node does not answer several calls at once.", { name: "BatchRefused" });
  }
}

/** A node that takes no batches is not sent one again for this long (ms). */
const REFUSES_FOR = 10 * MINUTE;

let lastId = 0;

/**
 * JSON-RPC over HTTP as viem's transport does it, with its errors, but without `fetch`: a purchase waits for several of
 * these calls, and each costs a third of what it would with `fetch`.
 */
export function jsonRpc(url: string, { timeout, ...retries }: Options): HttpTransport {
  const config = { key: "http", name: "JSON-RPC", type: "http" as const, timeout, ...retries };
  let refusesUntil = Number.NEGATIVE_INFINITY;

  async function together(calls: readonly Body[]): Promise<unknown[]> {
    if (performance.now() < refusesUntil) throw new BatchRefused();
    const replies = await sendBatch(url, calls, timeout);
    if (!replies) {
      refusesUntil = performance.now() + REFUSES_FOR;
      throw new BatchRefused();
    }
    if (replies.some((reply) => reply === undefined || reply.error)) throw new BatchRefused();
    return replies.map((reply) => reply?.result);
  }

  async function request({ method, params }: Body): Promise<unknown> {
    if (method === BATCH) return together(params as Body[]);
    const body = { method, params };
    const { error, result } = await send(url, body, timeout);
    if (error) throw new RpcRequestError({ body, error, url });
    return result;
  }
  return () => createTransport({ ...config, request: request as never }, { url });
}

/** @throws HttpRequestError, TimeoutError */
async function send(url: string, body: Body, timeout: number): Promise<Reply> {
  const response = await post(url, body, JSON.stringify(numbered(body)), timeout);
  const { said, status } = response;
  if (isReply(said) && (status < 300 || typeof said.error?.code === "number")) return said;
  throw failure(url, body, response);
}

/** The replies in the calls' order; null when the node takes no batches. @throws HttpRequestError, TimeoutError */
async function sendBatch(url: string, calls: readonly Body[], timeout: number): Promise<(Reply | undefined)[] | null> {
  const sent = calls.map(numbered);
  const response = await post(url, sent, JSON.stringify(sent), timeout);
  const { said, status } = response;
  if (status === 429 || status >= 500) throw failure(url, sent, response);
  if (!Array.isArray(said)) return null;
  return sent.map(({ id }) => said.find((reply) => isReply(reply) && reply.id === id));
}

function numbered(body: Body) {
  lastId += 1;
  return { jsonrpc: "2.0", id: lastId, method: body.method, params: body.params };
}

async function post(url: string, body: object, text: string, timeout: number): Promise<Response> {
  const posted = await postJson(url, text, { timeout, isRepeatable: true }).catch((error: Error) => {
    if (error instanceof NoResponseInTime) throw new TimeoutError({ body: { ...body }, url });
    throw new HttpRequestError({ body: { ...body }, url, cause: error });
  });
  return { ...posted, said: parse(posted.text) };
}

function failure(url: string, body: object, { status, headers, text }: Response): HttpRequestError {
  return new HttpRequestError({
    body: { ...body },
    url,
    // viem decides by the status whether to ask again; without one, as after nonsense, it does.
    status: status < 300 ? undefined : status,
    details: text.slice(0, 200),
    // viem waits for as long as the node asks.
    headers: new Headers(headers["retry-after"] ? { "Retry-After": headers["retry-after"] } : {}),
  });
}

function isReply(said: unknown): said is Reply {
  return typeof said === "object" && said !== null && !Array.isArray(said);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
