import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { db } from "@/lib/db/client";
import { type Deadline, timeLeft } from "@/lib/deadline";
import type { PaymentRow } from "@/lib/payments/rows";

/** How often the ledger is read (ms): by the row's key, which costs next to nothing. */
const EVERY = 250;

/**
 * Waits while another request, of this process or another, is working on a payment.
 *
 * @returns true once it was settled or has failed, so that reading it again tells more; false when the deadline came
 *   first, or when nothing is working on it any more and only the chain can tell
 */
export async function hasEnded({ id }: PaymentRow, deadline: Deadline): Promise<boolean> {
  for (;;) {
    const row = await db().transfer.findUnique({ where: { id }, select: { state: true } });
    if (row?.state !== "reserved" && row?.state !== "settling") return row?.state !== "unknown";
    if (timeLeft(deadline) === 0) return false;
    await sleep(EVERY);
  }
}
