import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Entry } from "@/lib/journal/entries";
import { eraseBuyerRows, eraseSellerRows } from "@/lib/privacy/erase-rows";

type Of<Kind extends Entry["kind"]> = Extract<Entry, { kind: Kind }>;

/** Its files were removed by entries of their own, which come before. */
export function replaySellerErased(tx: Tx, { sellerId }: Of<"seller-erased">, at: Date): Promise<boolean> {
  return eraseSellerRows(tx, sellerId, at);
}

export function replayBuyerErased(tx: Tx, { person, payer }: Of<"buyer-erased">, at: Date): Promise<boolean> {
  return eraseBuyerRows(tx, { person, ...(payer === undefined ? {} : { payer }) }, at);
}
