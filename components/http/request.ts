import type { ErrorCode, FieldError } from "@/lib/errors";
import type { Words } from "@/lib/i18n/words";
import { refusalWords } from "./refusal-words";

/** A problem document (RFC 9457) as our routes return it, with its HTTP status. */
export type Problem = {
  status: number;
  code: ErrorCode | (string & {});
  title: string;
  /** What happened and what to do next, for the person. */
  detail?: string;
  /** The errors in fields of a form. */
  errors?: FieldError[];
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

/** No readable response: offline, cut off, or a proxy in between. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super("no answer", { cause });
    this.name = "NoAnswer";
  }
}

export type RequestOptions = {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

/** The message for people about any error thrown here. */
export function wordsFor(error: unknown, t: Words<"errors">): string {
  if (error instanceof NoAnswer) return t("no_answer");
  if (!(error instanceof RequestProblem)) return t("unexpected");
  const { title, detail } = refusalWords(t, error.problem);
  return detail ?? title;
}

/** Parses a problem document; any other response (a proxy's page) becomes `internal` with its status. */
export async function readProblem(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  if (body && typeof body === "object" && "code" in body && "title" in body) {
    return { ...(body as Problem), status: response.status };
  }
  return { status: response.status, code: "internal", title: "The server answered in a way this page cannot read." };
}

/**
 * Sends a request to our own API and reads its JSON.
 *
 * @throws RequestProblem when the server responded with an error
 * @throws NoAnswer when there was no response
 */
export async function requestJson<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = "GET", body, headers, signal } = options;
  let response: Response;
  try {
    response = await fetch(path, {
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
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new NoAnswer(error);
  }
  if (!response.ok) throw new RequestProblem(await readProblem(response));
  if (response.status === 204) return undefined as T;
  try {
    return (await response.json()) as T;
  } catch (error) {
    throw new NoAnswer(error);
  }
}
