import "server-only";
import type { ProductRef } from "@/lib/payments/ports";
import type { TermsRow } from "./payable-terms";

/** The kind of product that a file is. */
export const FILE = "file";

/** A file as orders and grants name it. */
export function fileRef(fileId: string): ProductRef {
  return { productKind: FILE, productId: fileId };
}

/** Terms of a file as an offer of the money core. */
export function offerOf({ id, fileId, priceMicroUsd }: TermsRow, sellerId: string) {
  return { ...fileRef(fileId), offerId: id, sellerId, priceMicroUsd };
}
