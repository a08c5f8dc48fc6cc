import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { db } from "@/lib/db/client";
import { type Deadline, startDeadline, timeLeft } from "@/lib/deadline";
import type { PaymentRow } from "@/lib/payments/rows";

/** How often the ledger is read (ms): by the row's key, which costs next to nothing. */
const EVERY = 250;

type Request = { deadline?: Deadline; now: Date };
type Timed<R> = R & { deadline: Deadline; began: Date };

/**
 * Answers a request within its limit. While another request of the same payer is working on the payment that it needs, it
 * waits with that one and is answered again.
 *
 * @param ofAnother the payment, if an outcome is that another request is in progress
 */
export async function answerInTime<R extends Request, O>(
  request: R,
  answer: (request: Timed<R>) => Promise<O>,
  ofAnother: (outcome: O) => PaymentRow | null,
): Promise<O> {
  const began = performance.now();
  const deadline = request.deadline ?? startDeadline();
  for (;;) {
    const now = new Date(request.now.getTime() + performance.now() - began);
    const outcome = await answer({ ...request, deadline, began: request.now, now });
    const payment = ofAnother(outcome);
    if (payment === null || timeLeft(deadline) === 0 || !(await hasEnded(payment, deadline))) return outcome;
  }
}

/**
 * Waits while another request, of this process or another, is working on a payment.
 *
 * @returns true once it was settled or has failed, so that reading it again tells more; false when the deadline came
 *   first, or when nothing is working on it any more and only the chain can tell
 */
async function hasEnded({ id }: PaymentRow, deadline: Deadline): Promise<boolean> {
  for (;;) {
    const row = await db().transfer.findUnique({ where: { id }, select: { state: true } });
    if (row?.state !== "reserved" && row?.state !== "settling") return row?.state !== "unknown";
    if (timeLeft(deadline) === 0) return false;
    await sleep(EVERY);
  }
}
