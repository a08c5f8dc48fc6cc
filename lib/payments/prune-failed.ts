import "server-only";
import type { Prisma } from "@/generated/sqlite/client/client";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import type { Shop } from "./ports";

/** Failed payments are kept this long (ms), for buyers and sellers who want to know their outcome. */
const KEEP_FOR = 30 * DAY;
/** Rows checked in one batch: deleting them blocks the database, and with it this process, for some milliseconds only. */
const BATCH = 200;

const columns = { id: true, method: true, network: true, signed: true, updatedAt: true } as const;
type Candidate = { id: string; method: string; network: string; signed: string; updatedAt: Date };

/**
 * A job: deletes failed payments that can no longer change, 30 days after they failed. Those that another row refers to
 * stay (a hold on the authorization, a signed transaction, an entitlement, a refund, a complaint), and so do those that
 * may still move money: watched ones, and any of which it is not certain that its authorization has expired (rule 17).
 */
export async function pruneFailed(shop: Shop, now: Date): Promise<void> {
  for (let after: Candidate | null = null; ; ) {
    const rows: Candidate[] = await db().transfer.findMany({
      where: { ...prunable(now), ...(after && later(after)) },
      select: columns,
      orderBy: [{ updatedAt: "asc" }, { id: "asc" }],
      take: BATCH,
    });
    for (const method of shop.methods) {
      const over = await method.areOver(rows.filter((row) => row.method === method.name));
      if (over.length > 0) await drop(over, now);
    }
    after = rows[BATCH - 1] ?? null;
    if (!after) return;
  }
}

function prunable(now: Date): Prisma.TransferWhereInput {
  return {
    direction: "sale",
    state: "failed",
    watched: false,
    transaction: null,
    updatedAt: { lt: new Date(now.getTime() - KEEP_FOR) },
    hold: { is: null },
    order: { transfers: { none: { direction: "refund" } }, complaints: { none: {} } },
    gasTransactions: { none: {} },
  };
}

function later({ updatedAt, id }: Candidate): Prisma.TransferWhereInput {
  return { AND: [{ updatedAt: { gte: updatedAt } }, { OR: [{ updatedAt: { gt: updatedAt } }, { id: { gt: id } }] }] };
}

async function drop(ids: string[], now: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    // Checked again: there may be a complaint since.
    const rows = await tx.transfer.findMany({ where: { ...prunable(now), id: { in: ids } }, select: { id: true } });
    const given = await tx.entitlement.findMany({ where: { orderId: { in: ids } }, select: { orderId: true } });
    const still = { in: rows.map(({ id }) => id).filter((id) => !given.some(({ orderId }) => orderId === id)) };
    await tx.orderEvent.deleteMany({ where: { orderId: still } });
    await tx.transfer.deleteMany({ where: { id: still } });
    await tx.order.deleteMany({ where: { id: still } });
    log.info({ count: still.in.length }, "failed payments were dropped");
  });
}
