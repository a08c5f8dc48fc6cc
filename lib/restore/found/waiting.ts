import "server-only";
import { db } from "@/lib/db/client";
import { describeStorage } from "./storage-offers";

/** A transfer that was found, and one offer that it may have paid for. */
export type WaitingTransfer = {
  id: string;
  network: string;
  transaction: string;
  payer: string;
  payee: string;
  /** Atomic units, as decimal text. */
  amount: string;
  /** Of storage, the key of its request. */
  fileId: string;
  title: string | null;
  waitsForOperator: boolean;
  askedAt: Date | null;
  allowedAt: Date | null;
};

/** Those that nobody has claimed yet: first those that a payer has asked for, then the oldest. */
export async function listFound(): Promise<WaitingTransfer[]> {
  const rows = await db().foundTransfer.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
  const files = await db().file.findMany({
    where: { id: { in: [...new Set(rows.map(({ productId }) => productId))] } },
    select: { id: true, title: true },
  });
  const storage = await db().storageOffer.findMany({ where: { id: { in: rows.map(({ offerId }) => offerId) } } });
  const titles = new Map([
    ...files.map(({ id, title }) => [id, title] as const),
    ...storage.map((offer) => [offer.requestKey, describeStorage(offer)] as const),
  ]);
  const listed = rows.map(({ productId: fileId, ...row }) => ({ ...row, fileId, title: titles.get(fileId) ?? null }));
  return [...listed.filter(({ askedAt }) => askedAt), ...listed.filter(({ askedAt }) => !askedAt)];
}

/**
 * The operator's yes to one transfer that others may have settled: it is given to its payer, once the payer signs.
 *
 * @returns false when there is no such transfer, or it does not wait for the operator
 */
export async function allowFound(id: string, now: Date): Promise<boolean> {
  const where = { id, waitsForOperator: true };
  return (await db().foundTransfer.updateMany({ where, data: { allowedAt: now } })).count > 0;
}
