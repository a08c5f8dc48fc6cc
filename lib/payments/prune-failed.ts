import "server-only";
import type { Prisma } from "@/generated/sqlite/client/client";
import { DAY } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { log } from "@/lib/log";
import type { Shop } from "./ports";

/** Failed payments are kept this long (ms), for buyers and sellers who want to know their outcome. */
const KEEP_FOR = 30 * DAY;
/** Rows checked in one batch: deleting them blocks the database, and with it this process, for some milliseconds only. */
const BATCH = 200;

const columns = { id: true, method: true, network: true, signed: true, updatedAt: true } as const;
const withKind = { order: { select: { productKind: true } } } as const;
type Candidate = { id: string; method: string; network: string; signed: string; updatedAt: Date };

/**
 * A job: deletes failed payments that can no longer change, 30 days after they failed. Those that another row refers to
 * stay (a hold on the authorization or a refund, and what product, payment method and `Shop.referrers` find), and so
 * do those that may still move money: watched ones, and any whose authorization has not certainly expired (rule 17).
 *
 * @param of only these orders, without waiting for the 30 days: for a buyer whose data is erased
 */
export async function pruneFailed(shop: Shop, now: Date, of?: Prisma.OrderWhereInput): Promise<void> {
  for (let after: Candidate | null = null; ; ) {
    const rows: Candidate[] = await db().transfer.findMany({
      where: { ...prunable(now, of), ...(after && later(after)) },
      select: columns,
      orderBy: [{ updatedAt: "asc" }, { id: "asc" }],
      take: BATCH,
    });
    for (const method of shop.methods) {
      const over = await method.areOver(rows.filter((row) => row.method === method.name));
      if (over.length > 0) await drop(shop, over, prunable(now, of));
    }
    after = rows[BATCH - 1] ?? null;
    if (!after) return;
  }
}

function prunable(now: Date, of?: Prisma.OrderWhereInput): Prisma.TransferWhereInput {
  return {
    direction: "sale",
    state: "failed",
    watched: false,
    transaction: null,
    updatedAt: { lt: new Date(now.getTime() - (of ? 0 : KEEP_FOR)) },
    hold: { is: null },
    order: { ...of, transfers: { none: { direction: "refund" } } },
  };
}

function later({ updatedAt, id }: Candidate): Prisma.TransferWhereInput {
  return { AND: [{ updatedAt: { gte: updatedAt } }, { OR: [{ updatedAt: { gt: updatedAt } }, { id: { gt: id } }] }] };
}

async function drop(shop: Shop, ids: string[], prunable: Prisma.TransferWhereInput): Promise<void> {
  await db().$transaction(async (tx) => {
    // Checked again: a payer may have presented one in the meantime.
    const where = { ...prunable, id: { in: ids } };
    const rows = await tx.transfer.findMany({ where, select: { ...columns, ...withKind } });
    const referred = await findReferred(shop, tx, rows);
    const still = { in: rows.map(({ id }) => id).filter((id) => !referred.has(id)) };
    if (still.in.length === 0) return;
    await tx.orderEvent.deleteMany({ where: { orderId: still } });
    await tx.transfer.deleteMany({ where: { id: still } });
    await tx.order.deleteMany({ where: { id: still } });
    log.info({ count: still.in.length }, "failed payments were dropped");
  });
}

type Row = { id: string; method: string; order: { productKind: string } };

/** Those that others refer to; each product and method is asked about its own. A sale and its order share one id. */
async function findReferred(shop: Shop, tx: Tx, rows: Row[]): Promise<Set<string>> {
  const idsOf = (of: Row[]) => of.map(({ id }) => id);
  const found = [
    ...shop.referrers.map((referrer) => referrer(tx, idsOf(rows))),
    ...[...new Set(rows.map(({ order }) => order.productKind))].map((kind) =>
      shop.product(kind).findReferred(tx, idsOf(rows.filter(({ order }) => order.productKind === kind))),
    ),
    ...[...new Set(rows.map(({ method }) => method))].map((name) =>
      shop.method(name).findReferred(tx, idsOf(rows.filter(({ method }) => method === name))),
    ),
  ];
  return new Set((await Promise.all(found)).flat());
}
