import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { Product } from "./ports";
import { SETTLED_BY_ANOTHER } from "./reasons";

/**
 * A secret opens one thing; a client that chose an old one again would lose one of the two. The secret of an order that
 * somebody else's transaction settled is disabled (rule 3d): the payer who signs again may send it again, and then it
 * works.
 *
 * @throws AppError `malformed_request`
 */
export async function refuseUsedSecret(tx: Tx | Db, product: Product, secretHash: string): Promise<void> {
  const used =
    (await product.isSecretTaken(tx, secretHash)) ||
    (await tx.order.findFirst({
      where: {
        secretHash,
        state: { not: "failed" },
        transfers: { none: { direction: "sale", reason: SETTLED_BY_ANOTHER } },
      },
      select: { id: true },
    }));
  if (used) {
    throw new AppError("malformed_request", {
      detail: "This Claim-Token was used for another purchase. Choose a new one. Nothing was charged.",
    });
  }
}
