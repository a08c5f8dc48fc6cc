import "server-only";
import { db } from "@/lib/db/client";
import { formatAtomic } from "@/lib/money";
import { findNetworkByCaip2 } from "@/lib/payment-methods/evm/chain/find-network";
import type { OrderedTransfer } from "@/lib/payments/rows";
import { FILE } from "@/lib/products/files/file-ref";
import type { Period } from "./read-period";
import type { Entry } from "./schema";

/** Transfers that are read together: an export of any length needs the memory of one batch. */
const BATCH = 500;
const GWEI_DECIMALS = 9;

/**
 * What a seller was paid for files and paid back in a period, the oldest first. Each settled transfer is in it once, and nothing that a
 * chain has lost again. What settles while this is read may be missing from a period that has not ended.
 *
 * @returns batches
 */
export async function* walkEntries(sellerId: string, { from, until }: Period): AsyncGenerator<Entry[]> {
  let after: { settledAt: Date; id: string } | null = null;
  for (;;) {
    const rows: Settled[] = await readBatch(sellerId, { from, until }, after);
    if (rows.length === 0) return;
    yield await toEntries(rows);
    const last = rows.at(-1);
    if (rows.length < BATCH || !last) return;
    after = { settledAt: last.settledAt, id: last.id };
  }
}

type Settled = OrderedTransfer & { settledAt: Date };

async function readBatch(
  sellerId: string,
  { from, until }: Period,
  after: { settledAt: Date; id: string } | null,
): Promise<Settled[]> {
  const begin = after?.settledAt ?? from;
  const rows = await db().transfer.findMany({
    where: {
      state: "settled",
      order: { sellerId, productKind: FILE },
      settledAt: { not: null, ...(begin && { gte: begin }), ...(until && { lt: until }) },
      ...(after && {
        OR: [{ settledAt: { gt: after.settledAt } }, { settledAt: after.settledAt, id: { gt: after.id } }],
      }),
    },
    include: { order: true },
    orderBy: [{ settledAt: "asc" }, { id: "asc" }],
    take: BATCH,
  });
  return rows.flatMap((row) => (row.settledAt ? [{ ...row, settledAt: row.settledAt }] : []));
}

async function toEntries(rows: readonly Settled[]): Promise<Entry[]> {
  const fileIds = [...new Set(rows.map(({ order }) => order.productId))];
  const [files, sent] = await Promise.all([
    db().file.findMany({ where: { id: { in: fileIds } }, select: { id: true, title: true } }),
    db().gasTransaction.findMany({
      where: { transferId: { in: rows.map(({ id }) => id) }, spent: { not: null } },
      select: { transferId: true, spent: true },
    }),
  ]);
  const titles = new Map(files.map(({ id, title }) => [id, title]));
  const fees = new Map<string, bigint>();
  for (const { transferId, spent } of sent) {
    if (transferId) fees.set(transferId, (fees.get(transferId) ?? 0n) + (spent ?? 0n));
  }
  return rows.map((row) => toEntry(row, titles.get(row.order.productId) ?? "", fees.get(row.id)));
}

function toEntry(row: Settled, title: string, fee: bigint | undefined): Entry {
  const network = findNetworkByCaip2(row.network);
  const isSale = row.direction === "sale";
  const amount = formatAtomic(BigInt(row.amount), network?.token.decimals ?? 6);
  return {
    date: row.settledAt.toISOString(),
    kind: isSale ? "sale" : "refund",
    paymentId: row.orderId,
    gross: isSale ? amount : `-${amount}`,
    currency: network?.token.symbol ?? "",
    network: row.network,
    transaction: row.transaction ?? "",
    buyer: isSale ? row.payer : row.payee,
    operatorFee: fee === undefined ? "" : formatAtomic(fee, GWEI_DECIMALS),
    feeCurrency: fee === undefined ? "" : (network?.coin?.symbol ?? "ETH"),
    fileId: row.order.productId,
    title,
  };
}
