import "server-only";
import { createTransport, HttpRequestError, type HttpTransport, RpcRequestError, TimeoutError } from "viem";
import { NoResponseInTime, postJson } from "@/lib/post-json";

type Options = {
  /** Of one call (ms). */
  timeout: number;
  retryCount: number;
  /** ms */
  retryDelay: number;
};

type Body = { method: string; params?: unknown };
type Reply = { error?: { code: number; message: string }; result?: unknown };

let lastId = 0;

/**
 * JSON-RPC over HTTP as viem's transport does it, with its errors, but without `fetch`: a purchase waits for several of
 * these calls, and each costs a third.
 */
export function jsonRpc(url: string, { timeout, ...retries }: Options): HttpTransport {
  const config = { key: "http", name: "JSON-RPC", type: "http" as const, timeout, ...retries };
  async function request({ method, params }: Body): Promise<unknown> {
    const body = { method, params };
    const { error, result } = await send(url, body, timeout);
    if (error) throw new RpcRequestError({ body, error, url });
    return result;
  }
  return () => createTransport({ ...config, request: request as never }, { url });
}

/** @throws HttpRequestError, TimeoutError */
async function send(url: string, body: Body, timeout: number): Promise<Reply> {
  lastId += 1;
  const text = JSON.stringify({ jsonrpc: "2.0", id: lastId, ...body });
  const posted = await postJson(url, text, { timeout, isRepeatable: true }).catch((error: Error) => {
    if (error instanceof NoResponseInTime) throw new TimeoutError({ body, url });
    throw new HttpRequestError({ body, url, cause: error });
  });
  const { status, headers } = posted;
  const said = parse(posted.text);
  const isOk = status < 300;
  if (said && (isOk || typeof said.error?.code === "number")) return said;
  throw new HttpRequestError({
    body,
    url,
    // By the status viem decides whether to ask again; after nonsense, it does.
    status: isOk ? undefined : status,
    details: posted.text.slice(0, 200),
    // viem waits as long as the node asks it to.
    headers: new Headers(headers["retry-after"] ? { "Retry-After": headers["retry-after"] } : {}),
  });
}

function parse(text: string): Reply | null {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" ? (said as Reply | null) : null;
  } catch {
    return null;
  }
}
