import { type Problem, RequestProblem } from "@/components/http/request";
import { isForeignPassing } from "@/lib/foreign-answers";
import { isRetried } from "./is-retried";
import { LocalTrouble } from "./local-file";

/** Waits between attempts (ms). Bytes that arrived start the count again. */
const RETRY_DELAYS = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 30_000];

/** A longer `Retry-After` (ms) is for the person: the upload stops, and says so. */
const LONGEST_WAIT = 300_000;

/** Smaller parts (bytes) would take more time than they need. */
const SMALLEST_PART = 256 * 1024;

/** No byte has moved for too long. */
export class Stalled extends Error {}

/** Why an upload waits for its next attempt. `asked`: somebody asked for so many seconds. */
export type WaitReason = { why: "offline" | "stalled" | "proxy" } | { why: "asked"; seconds: number };

/** What happens after an error. `smaller`: the same bytes at once, in parts of this size. */
type Next =
  | { next: "wait"; ms: number; reason: WaitReason }
  | { next: "smaller"; partSize: number }
  | { next: "fail"; problem: Problem | null };

/**
 * @param error `LocalTrouble`, `RequestProblem` or `Stalled`; every other one is a connection that broke
 * @param failures attempts without a byte so far
 * @param part bytes of the part that was sent
 */
export function planRetry(error: unknown, failures: number, part: number): Next {
  if (error instanceof LocalTrouble) return { next: "fail", problem: localProblem(error) };
  const problem = error instanceof RequestProblem ? error.problem : null;
  if (problem?.code === "proxy_too_large" && part / 2 >= SMALLEST_PART) {
    return { next: "smaller", partSize: Math.floor(part / 2) };
  }
  const asked = Number(problem?.retryAfter ?? 0) * 1_000;
  const usual = RETRY_DELAYS[failures];
  if ((problem && !passes(problem)) || usual === undefined || asked > LONGEST_WAIT) {
    return { next: "fail", problem: problem ?? (error instanceof Stalled ? stalledProblem : null) };
  }
  return { next: "wait", ms: Math.max(usual, asked), reason: reasonOf(error, problem, asked) };
}

function passes({ isForeign, code, status, retryAfter }: Problem): boolean {
  if (isForeign) return isForeignPassing(code);
  return isRetried(status) || (code === "too_many_requests" && retryAfter !== undefined);
}

function reasonOf(error: unknown, problem: Problem | null, asked: number): WaitReason {
  if (asked > 0) return { why: "asked", seconds: Math.ceil(asked / 1_000) };
  if (problem?.isForeign) return { why: "proxy" };
  return { why: error instanceof Stalled ? "stalled" : "offline" };
}

const stalledProblem: Problem = { status: 0, code: "stalled", title: "Stalled" };

function localProblem({ code }: LocalTrouble): Problem {
  return { status: 0, code, title: code };
}
