import { type Problem, RequestProblem } from "@/components/http/request";
import { type ForeignAnswer, foreignAnswer, readRetryAfter } from "@/lib/foreign-answers";

/** The parts of a response to a request of tus. */
type Answer = {
  getStatus(): number;
  getHeader(name: string): string | undefined;
  getBody(): string;
};

/** What an answer with success has to have: without it nobody knows where the upload is. */
const needed: Record<string, string> = { POST: "Location", PATCH: "Upload-Offset", HEAD: "Upload-Offset" };

/**
 * Lets an answer of this server to tus pass.
 *
 * @throws RequestProblem for one of somebody in between, and for errors of the server
 */
export function requireOwnAnswer(method: string, answer: Answer): void {
  const status = answer.getStatus();
  const isOk = status >= 200 && status < 300;
  // On every answer of the server: tus 1.0.0, "Tus-Resumable".
  const isTus = Boolean(answer.getHeader("Tus-Resumable"));
  const header = needed[method];
  if (isOk) {
    if (header === undefined || answer.getHeader(header)) return;
    throw foreign(isTus ? "proxy_changed" : foreignAnswer(status), answer);
  }
  const problem = problemIn(answer);
  // Every request of ours but the first has the token.
  if (problem?.code === "upload_token_missing") throw foreign("proxy_changed", answer);
  if (problem) throw new RequestProblem({ ...waitOf(answer), ...problem, status });
  // A HEAD has no words. What it means is known by its status.
  if (!isTus) throw foreign(foreignAnswer(status), answer);
}

function foreign(code: ForeignAnswer, answer: Answer): RequestProblem {
  const status = answer.getStatus();
  return new RequestProblem({ ...waitOf(answer), status, code, title: `HTTP ${status}`, isForeign: true });
}

function waitOf(answer: Answer): { retryAfter?: number } {
  const retryAfter = readRetryAfter(answer.getHeader("Retry-After"), Date.now());
  return retryAfter === undefined ? {} : { retryAfter };
}

function problemIn(answer: Answer): Problem | null {
  try {
    const body: unknown = JSON.parse(answer.getBody() || "null");
    return body && typeof body === "object" && "code" in body && "title" in body ? (body as Problem) : null;
  } catch {
    return null;
  }
}
