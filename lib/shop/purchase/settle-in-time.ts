import "server-only";
import type { SettleResponse } from "@x402/core/types";
import { systemClock } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { type Deadline, orLate } from "@/lib/deadline";
import { log } from "@/lib/log";
import type { Payer, ProductRef, Resource } from "@/lib/payments/ports";
import { SALE_STOPPED } from "@/lib/payments/reasons";
import { findPayment, type PaymentRow } from "@/lib/payments/rows";
import { type SettledOutcome, settleReserved } from "@/lib/payments/settle";
import { resumeUsedAuthorizations } from "@/lib/payments/watch-released";
import { settleResponse } from "@/lib/protocols/x402/settle-response";
import { shop } from "@/lib/shop/shop";

type Settling = {
  row: PaymentRow;
  /** What is bought, and by whom. */
  ref: ProductRef;
  payer: Payer;
  resource: Resource;
  deadline: Deadline;
};

type Settled =
  | Extract<SettledOutcome, { kind: "settled" | "rejected" | "unavailable" }>
  /** Given up before anything was signed for it, because the operator stopped what is sold. */
  | { kind: "stopped" }
  /** Money may be moving: by this payment, or by an earlier one of the payer (then it is not its own). */
  | { kind: "settlement-unknown"; payment: PaymentRow; isOwn: boolean; settlement: SettleResponse | null };

/** Settles a reserved payment, and waits for it as long as the request may; the work itself goes on. */
export async function settleInTime({ row, ref, payer, resource, deadline }: Settling): Promise<Settled> {
  let said: string | null = null;
  let paidBefore: PaymentRow | undefined;
  const settling = settleReserved(shop, {
    row,
    resource,
    deadline,
    // The payer has paid for this by an earlier authorization: this one is released instead of settled (rule 4b).
    async beforeSending() {
      [paidBefore] = await resumeUsedAuthorizations(shop, ref, payer, systemClock.now());
      return paidBefore ? "paid_before" : null;
    },
    onSaid(transaction) {
      said = transaction;
    },
  });
  settling.catch((error) => log.error({ err: error, paymentId: row.id }, "a payment was left to the reconciler"));
  const outcome: SettledOutcome = (await orLate(settling, deadline)) ?? { kind: "unknown", transaction: said };
  if (outcome.kind !== "settled" && (await wasStopped(row))) return { kind: "stopped" };
  switch (outcome.kind) {
    case "given-up":
      return { kind: "settlement-unknown", payment: paidBefore ?? row, isOwn: false, settlement: null };
    case "unknown": {
      const settlement = outcome.transaction ? settleResponse(row, outcome.transaction) : null;
      return { kind: "settlement-unknown", payment: row, isOwn: true, settlement };
    }
    default:
      return outcome;
  }
}

async function wasStopped({ id }: PaymentRow): Promise<boolean> {
  const row = await findPayment(db(), id);
  return row?.state === "failed" && row.reason === SALE_STOPPED;
}
