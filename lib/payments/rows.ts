import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import type { PaymentState } from "./schema";

/** The rows of the core. */

export type OrderRow = NonNullable<Awaited<ReturnType<Db["order"]["findUnique"]>>>;
export type TransferRow = NonNullable<Awaited<ReturnType<Db["transfer"]["findUnique"]>>>;
/** A transfer with the order that it pays or refunds. */
export type OrderedTransfer = TransferRow & { order: OrderRow };
/** A sale's transfer with its order: what people call a payment. */
export type PaymentRow = OrderedTransfer;

export const withOrder = { order: true } as const;

/** A payment by its id, which is its order's. */
export function findPayment(client: Pick<Tx, "transfer">, id: string): Promise<PaymentRow | null> {
  return client.transfer.findUnique({ where: { id, direction: "sale" }, include: withOrder });
}

/** A transfer by its id, with its order. */
export async function readTransfer(client: Db | Tx, id: string): Promise<OrderedTransfer | null> {
  const transfer = await prepared(client).transfer.findFirst({ id });
  if (!transfer) return null;
  const order = await prepared(client).order.findFirst({ id: transfer.orderId });
  return order && { ...transfer, order };
}

/** A payment's state as people see it: a refund does not change what its transfer is. */
export function paymentState({ state, order }: { state: string; order: { state: string } }): PaymentState {
  return (order.state === "refunded" ? "refunded" : state) as PaymentState;
}
