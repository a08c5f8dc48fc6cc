import { createHash } from "node:crypto";

export type Answer = {
  status: number;
  /** The stable code of a problem document. */
  code: string | null;
  headers: Headers;
  body: Buffer;
  json<T>(): T;
};

/** The connection ended before the answer did. */
export type Lost = "lost";

export type Ask = {
  method?: string;
  headers?: Record<string, string> /** Bytes, or what is sent as JSON. */;
  body?: unknown;
  signal?: AbortSignal;
};

/** Longer than any answer takes: a program gives up then and comes back. */
const PATIENCE = 50_000;

/** One request, read to its end. A broken connection is an answer too: people come back after it. */
export async function ask(
  url: string,
  { method = "GET", headers = {}, body, signal }: Ask = {},
): Promise<Answer | Lost> {
  const isRaw = body instanceof Uint8Array;
  const signals = [AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])];
  try {
    const response = await fetch(url, {
      method,
      headers: { ...(body === undefined || isRaw ? {} : { "Content-Type": "application/json" }), ...headers },
      body: isRaw ? new Uint8Array(body) : body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.any(signals),
    });
    return await readAnswer(response);
  } catch {
    return "lost";
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const body = Buffer.from(await response.arrayBuffer());
  const json = <T>() => JSON.parse(body.toString("utf8")) as T;
  // The answer to HEAD has no body.
  const isProblem = response.headers.get("content-type")?.startsWith("application/problem+json") && body.length > 0;
  return {
    status: response.status,
    code: isProblem ? json<{ code: string }>().code : null,
    headers: response.headers,
    body,
    json,
  };
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
