import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { AppError } from "@/lib/errors";
import type { Product } from "./ports";
import { SETTLED_BY_ANOTHER } from "./reasons";

/**
 * A secret opens one thing; a client that chose an old one again would lose one of the two. The secret of an order that
 * somebody else's transaction settled is disabled (rule 3d): the payer who signs again may send it again, and then it
 * opens the order.
 *
 * @throws AppError `malformed_request`
 */
export async function refuseUsedSecret(tx: Tx | Db, product: Product, secretHash: string): Promise<void> {
  if ((await product.isSecretTaken(tx, secretHash)) || (await isOfAnOrder(tx, secretHash))) {
    throw new AppError("malformed_request", {
      detail: "This Claim-Token was used for another purchase. Choose a new one. Nothing was charged.",
    });
  }
}

async function isOfAnOrder(tx: Tx | Db, secretHash: string): Promise<boolean> {
  for (const order of await prepared(tx).order.findMany({ secretHash })) {
    if (order.state === "failed") continue;
    const sales = await prepared(tx).transfer.findMany({ orderId: order.id, direction: "sale" });
    if (sales.every(({ reason }) => reason !== SETTLED_BY_ANOTHER)) return true;
  }
  return false;
}
