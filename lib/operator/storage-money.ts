import "server-only";
import { db } from "@/lib/db/client";
import { readEarnings } from "@/lib/earnings/earnings";
import { formatUsd } from "@/lib/money";
import { STORAGE } from "@/lib/products/storage/storage-ref";
import { settings } from "@/lib/settings/settings";
import type { StorageMoney } from "./schema";

/** What the operator has received for storage and owes back; null where nobody ever paid and storage is free. */
export async function readStorageMoney(): Promise<StorageMoney | null> {
  const [earningsOf, owing] = await Promise.all([readEarnings([STORAGE]), findOwing()]);
  const { sales, microUsd } = earningsOf(STORAGE);
  if (sales === 0 && owing.length === 0 && settings().storage === null) return null;
  const owed = owing.reduce((sum, { microUsd }) => sum + microUsd, 0n);
  return { payments: sales, received: formatUsd(microUsd), owing: owing.length, owed: formatUsd(owed) };
}

/** Few: only what was ever owed is read, by its index. */
async function findOwing(): Promise<{ microUsd: bigint }[]> {
  const rows = await db().storagePurchase.findMany({
    where: isOwed(),
    select: { owedMicroUsd: true, paidBackMicroUsd: true },
  });
  return rows.map(({ owedMicroUsd, paidBackMicroUsd }) => ({
    microUsd: (owedMicroUsd ?? 0n) - (paidBackMicroUsd ?? 0n),
  }));
}

/** Payments of which something is owed that was not paid back yet. */
export function isOwed() {
  const { paidBackMicroUsd } = db().storagePurchase.fields;
  return {
    owedMicroUsd: { gt: 0n },
    OR: [{ paidBackMicroUsd: null }, { owedMicroUsd: { gt: paidBackMicroUsd } }],
  };
}
