import "server-only";
import { SECOND } from "@/lib/clock";

/**
 * How long one request waits in all (ms): for the settlement's block, for a wallet that is deployed first, for the
 * blocks that its price requires, for a lagging node, for another request of the same payer. Less than the time-out of
 * proxies.
 */
const REQUEST_TIMEOUT = 25 * SECOND;

/** When a request stops waiting, by `performance.now()`. The work itself continues. */
export type Deadline = { readonly at: number };

/** The deadline of a request that begins now. */
export function startDeadline(ms = REQUEST_TIMEOUT): Deadline {
  return { at: performance.now() + ms };
}

/** Milliseconds; 0 once it has passed. */
export function timeLeft({ at }: Deadline): number {
  return Math.max(0, at - performance.now());
}

/** The result of `work`, or null when the deadline comes first. It rejects only until then. */
export async function orLate<T>(work: Promise<T>, deadline: Deadline): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeLeft(deadline));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The same, and an error when the deadline comes first. */
export async function inTime<T>(work: Promise<T>, deadline: Deadline): Promise<T> {
  const done = await orLate(
    work.then((value) => ({ value })),
    deadline,
  );
  if (done === null) throw new Error("There was no answer in time.");
  return done.value;
}
