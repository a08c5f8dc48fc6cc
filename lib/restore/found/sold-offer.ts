import "server-only";
import type { ProductRef } from "@/lib/payments/ports";

/** An offer that a transfer may have paid for. `fileId` and `sellerId` are null for what the operator sells. */
export type SoldOffer = ProductRef & {
  id: string;
  fileId: string | null;
  sellerId: string | null;
  title: string;
  priceMicroUsd: bigint;
};
