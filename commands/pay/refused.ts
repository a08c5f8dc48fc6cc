import { foreignWords } from "@/commands/foreign-words";
import { readRetryAfter } from "@/lib/foreign-answers";

/** A response that ends what was asked for, in the server's words or about the one who answered in its place. */
export class Refused extends Error {
  /**
   * @param code of problem+json, if the server sent that; else of what a proxy or network answered
   * @param problem all its members; none if it is not the server's
   * @param retryAfter seconds, if somebody named them
   */
  constructor(
    message: string,
    readonly code?: string,
    readonly problem: Readonly<Record<string, unknown>> = {},
    readonly retryAfter?: number,
  ) {
    super(message);
  }

  /** False for an answer that somebody between here and the server gave. */
  get isOfServer(): boolean {
    return "code" in this.problem;
  }
}

type ProblemBody = { title?: string; detail?: string; code?: string };

/** An error response as text: the server's words from problem+json, or what it means that somebody else answered. */
export async function refusalOf(response: Response): Promise<Refused> {
  const { status } = response;
  const retryAfter = readRetryAfter(response.headers.get("retry-after"), Date.now());
  const body: ProblemBody | null = await response.json().catch(() => null);
  if (body && typeof body === "object" && typeof body.code === "string") {
    const words = [body.title, body.detail].filter(Boolean).join(" ");
    return new Refused(`${words} (${status} ${body.code})`, body.code, { ...body }, retryAfter);
  }
  const { code, words } = foreignWords(status);
  return new Refused(words, code, {}, retryAfter);
}
