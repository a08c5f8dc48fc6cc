import { foreignWords } from "@/commands/foreign-words";

/** The connection, the server or somebody in between was in the way for a moment: the same request may be sent again. */
export class Disturbed extends Error {
  /** @param retryAfter seconds, if somebody named them */
  constructor(
    message: string,
    readonly retryAfter?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What `fetch` threw, in words: its own message says nothing. */
export function connectionWords(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const { code, message } = (cause ?? {}) as NodeJS.ErrnoException;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "The server’s name was not found. Is there a connection?";
  if (code === "ECONNREFUSED") return "Nothing answers at the server’s address.";
  if (/CERT|TLS|SSL|SELF_SIGNED/.test(code ?? ""))
    return `The connection is not secure, so nothing was sent (${code}).`;
  // `fetch` keeps this answer (407) to itself.
  if (/proxy authentication/i.test(message ?? "")) return foreignWords(407).words;
  return `The connection broke (${code ?? message ?? "no reason given"}).`;
}

/** Waits between attempts (ms). Progress starts the count again. */
export const RETRY_DELAYS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000];

/** The longest that somebody's `Retry-After` is waited for (ms); longer waits are for another run. */
const LONGEST_WAIT = 120_000;

/**
 * How long to wait before the next attempt (ms): the usual, or longer where somebody asks for that.
 *
 * @param failures attempts without progress so far
 * @returns null when it is enough
 */
export function waitBefore(failures: number, { retryAfter = 0 }: Disturbed): number | null {
  const usual = RETRY_DELAYS[failures];
  const asked = retryAfter * 1_000;
  return usual === undefined || asked > LONGEST_WAIT ? null : Math.max(usual, asked);
}
