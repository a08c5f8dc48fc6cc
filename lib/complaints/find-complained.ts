import "server-only";
import type { Tx } from "@/lib/db/client";

/** Of these orders, those that their buyers have complained about. */
export async function findComplained(tx: Tx, orderIds: string[]): Promise<string[]> {
  const complaints = await tx.complaint.findMany({
    where: { orderId: { in: orderIds } },
    select: { orderId: true },
  });
  return complaints.map(({ orderId }) => orderId);
}
