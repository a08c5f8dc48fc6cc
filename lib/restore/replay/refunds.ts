import "server-only";
import type { Tx } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import type { Entry } from "@/lib/journal/entries";
import { takeOverRefund } from "@/lib/payments/take-over-refund";

type Refund = Extract<Entry, { kind: "refund" }>;

/** A refund that may have been sent: the chain decides, and until then nobody can pay it again. */
export async function replayRefund(tx: Tx, entry: Refund, at: Date): Promise<boolean> {
  const { kind: _, orderId, saleReplayKey, ...refund } = entry;
  return takeOverRefund(tx, { ...refund, id: newId(), orderId, saleReplayKey, now: at });
}
