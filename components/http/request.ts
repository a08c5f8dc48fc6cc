import type { ErrorCode, FieldError } from "@/lib/errors";
import { type ForeignAnswer, foreignAnswer, readRetryAfter } from "@/lib/foreign-answers";
import type { Words } from "@/lib/i18n/words";
import { refusalWords } from "./refusal-words";

/** A problem document (RFC 9457) as our routes return it, with its HTTP status. */
export type Problem = {
  status: number;
  code: ErrorCode | ForeignAnswer | (string & {});
  title: string;
  /** What happened and what to do next, for the person. */
  detail?: string;
  /** The errors in fields of a form. */
  errors?: FieldError[];
  /** Seconds after which the sender wants to be asked again. */
  retryAfter?: number;
  /** True if it is not the server's: a proxy, firewall or network answered in its place. */
  isForeign?: boolean;
  [member: string]: unknown;
};

/** The server responded with an error. */
export class RequestProblem extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = "RequestProblem";
    this.problem = problem;
  }
}

/** No response: offline, cut off, or (`stalled`) nothing came for too long. */
export class NoAnswer extends Error {
  readonly stalled: boolean;
  constructor(cause: unknown, { stalled = false } = {}) {
    super("no answer", { cause });
    this.name = "NoAnswer";
    this.stalled = stalled;
  }
}

/** True when the server itself has refused: another attempt gets the same answer. */
export function hasRefused(error: unknown): error is RequestProblem {
  if (!(error instanceof RequestProblem) || error.problem.isForeign) return false;
  return error.problem.status < 500 && error.problem.status !== 429;
}

/** True when the server itself asks for a sign-in, and no proxy on the way. */
export function isSignInAsked(error: unknown): boolean {
  return hasRefused(error) && error.problem.status === 401;
}

export type RequestOptions = {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

/** The message for people about any error thrown here. */
export function wordsFor(error: unknown, t: Words<"errors">): string {
  if (error instanceof NoAnswer) return error.stalled ? `${t("stalled")} ${t("stalled_how")}` : t("no_answer");
  if (!(error instanceof RequestProblem)) return t("unexpected");
  const { title, detail } = refusalWords(t, error.problem);
  // What somebody else answered is not understood without the first sentence.
  if (error.problem.isForeign) return `${title} ${detail ?? ""}`;
  return detail ?? title;
}

/** A response without a first byte for this long (ms) does not come any more. */
const ANSWER_TIMEOUT = 60_000;

/**
 * The one `fetch` of all pages: with an end, and without an answer where there is none.
 *
 * @param timeout ms until the headers are here
 * @throws NoAnswer; what `fetch` throws if `init.signal` ended it
 */
export async function fetchAnswer(path: string, init: RequestInit, timeout = ANSWER_TIMEOUT): Promise<Response> {
  const stop = new AbortController();
  const given = init.signal;
  const follow = () => stop.abort(given?.reason);
  if (given?.aborted) follow();
  given?.addEventListener("abort", follow, { once: true });
  let stalled = false;
  const timer = setTimeout(() => {
    stalled = true;
    stop.abort();
  }, timeout);
  try {
    return await fetch(path, { ...init, signal: stop.signal });
  } catch (error) {
    if (given?.aborted) throw error;
    throw new NoAnswer(error, { stalled });
  } finally {
    clearTimeout(timer);
  }
}

/** Parses a problem document; any other response becomes what it means that somebody else answered. */
export async function readProblem(response: Response): Promise<Problem> {
  const { status, headers } = response;
  const retryAfter = readRetryAfter(headers.get("Retry-After"), Date.now());
  const wait = retryAfter === undefined ? {} : { retryAfter };
  const body: unknown = await response.json().catch(() => null);
  if (body && typeof body === "object" && "code" in body && "title" in body) {
    return { ...wait, ...(body as Problem), status };
  }
  return { ...wait, status, code: foreignAnswer(status), title: `HTTP ${status}`, isForeign: true };
}

/**
 * The JSON of a response that is no error.
 *
 * @throws RequestProblem for a page that a network or proxy put in its place; NoAnswer if it ended too early
 */
export async function readJson<T>(response: Response): Promise<T> {
  if (response.status === 204) return undefined as T;
  if (!/\bjson\b/.test(response.headers.get("Content-Type") ?? "json")) {
    await response.body?.cancel();
    throw new RequestProblem(await readProblem(new Response(null, response)));
  }
  try {
    return (await response.json()) as T;
  } catch (error) {
    throw new NoAnswer(error);
  }
}

/**
 * Sends a request to our own API and reads its JSON.
 *
 * @throws RequestProblem when the server, or somebody in its place, responded with an error
 * @throws NoAnswer when there was no response
 */
export async function requestJson<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = "GET", body, headers, signal } = options;
  const response = await fetchAnswer(path, {
    method,
    headers: {
      Accept: "application/json",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
    cache: "no-store",
  });
  if (!response.ok) throw new RequestProblem(await readProblem(response));
  return readJson<T>(response);
}
