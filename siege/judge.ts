/** A hostile request may cost at most this many times the plain one of its route. */
export const MAX_TIMES = 5;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * How many times as much a hostile request costs as the plain one.
 *
 * @param floor of the same run: a plain request that costs less counts as this, because carrying 15 KB is no fault
 */
export function timesAsMuch(hostile: readonly number[], plain: readonly number[], floor: number): number {
  return median(hostile) / Math.max(median(plain), floor);
}

export type Seen = { status: number; text: string };

/**
 * The fault of a response; null when there is none.
 *
 * @param secrets texts that must not be revealed: keys, URLs of nodes, folders of this machine
 * @param documented the allowed 5xx, with status and code, such as "503 server_busy"
 */
export function faultOf(
  { status, text }: Seen,
  secrets: readonly string[],
  documented: ReadonlySet<string>,
): string | null {
  if (/\n\s+at (?:async )?[\w$.<>[\] ]+ ?\(?(?:file:|node:|\/|[A-Z]:\\)/.test(text))
    return `${status} with a stack trace`;
  const leaked = secrets.findIndex((secret) => secret !== "" && text.includes(secret));
  if (leaked >= 0) return `${status} with a secret (number ${leaked})`;
  if (status < 500) return null;
  const [, code = "no code"] = /"code":\s*"(\w+)"/.exec(text) ?? [];
  return documented.has(`${status} ${code}`) ? null : `${status} ${code}`;
}

/**
 * The same for somebody honest, whom no strangers may keep from anything: no refusal for being too many, no 5xx, no silence.
 */
export function slightOf(answer: Seen | "lost"): string | null {
  if (answer === "lost") return "no answer";
  const [, code = ""] = /"code":\s*"(\w+)"/.exec(answer.text) ?? [];
  return answer.status >= 500 || answer.status === 429 ? `${answer.status} ${code}`.trim() : null;
}
