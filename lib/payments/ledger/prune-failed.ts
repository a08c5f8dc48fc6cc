import "server-only";
import type { Prisma } from "@/generated/sqlite/client/client";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { log } from "@/lib/log";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { findNetwork } from "@/lib/payment-methods/evm/chain/find-network";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";
import { readCertainTime } from "@/lib/payment-methods/evm/eip3009/chain-truth";

/** Failed payments are kept this long (ms), for buyers and sellers who want to know their outcome. */
const KEEP_FOR = 30 * DAY;
/** Rows checked in one batch: deleting them blocks the database, and with it this process, for some milliseconds only. */
const BATCH = 200;

type Candidate = { id: string; chainId: number; validBefore: string; updatedAt: Date };

/**
 * A job: deletes failed payments that can no longer change, 30 days after they failed. Payments that another row refers
 * to stay (a hold on the authorization, a transaction, grant, refund or complaint), and so do those that may still move
 * money: watched ones, and any whose `validBefore` no certain block has passed (rule 17).
 */
export async function pruneFailed(now: Date): Promise<void> {
  const times = new Map<number, Promise<bigint | null>>();
  const timeOf = (chainId: number) => times.get(chainId) ?? times.set(chainId, certainTime(chainId)).get(chainId);
  for (let after: Candidate | null = null; ; ) {
    const rows: Candidate[] = await db().payment.findMany({
      where: { ...prunable(now), ...(after && later(after)) },
      select: { id: true, chainId: true, validBefore: true, updatedAt: true },
      orderBy: [{ updatedAt: "asc" }, { id: "asc" }],
      take: BATCH,
    });
    const over: string[] = [];
    for (const { id, chainId, validBefore } of rows) {
      const time = await timeOf(chainId);
      if (time && time > BigInt(validBefore)) over.push(id);
    }
    if (over.length > 0) await drop(over, now);
    after = rows[BATCH - 1] ?? null;
    if (!after) return;
  }
}

function prunable(now: Date): Prisma.PaymentWhereInput {
  return {
    state: "failed",
    watched: false,
    transaction: null,
    updatedAt: { lt: new Date(now.getTime() - KEEP_FOR) },
    hold: { is: null },
    grants: { none: {} },
    refunds: { none: {} },
    complaints: { none: {} },
    gasTransactions: { none: {} },
  };
}

function later({ updatedAt, id }: Candidate): Prisma.PaymentWhereInput {
  return { AND: [{ updatedAt: { gte: updatedAt } }, { OR: [{ updatedAt: { gt: updatedAt } }, { id: { gt: id } }] }] };
}

/** The chain's own clock, at its certain block; null while it cannot be read. */
async function certainTime(chainId: number): Promise<bigint | null> {
  const network = findNetwork(chainId);
  if (!network) return null;
  try {
    return await readCertainTime(network, await publicClient(chainId).getBlock({ blockTag: "latest" }));
  } catch (error) {
    log.warn({ err: safeChainError(error), chainId }, "failed payments are kept: the chain cannot be read");
    return null;
  }
}

async function drop(ids: string[], now: Date): Promise<void> {
  await db().$transaction(async (tx) => {
    // Checked again: there may be a complaint since.
    const rows = await tx.payment.findMany({ where: { ...prunable(now), id: { in: ids } }, select: { id: true } });
    const still = rows.map(({ id }) => id);
    await tx.paymentEvent.deleteMany({ where: { paymentId: { in: still } } });
    await tx.payment.deleteMany({ where: { id: { in: still } } });
    log.info({ count: still.length }, "failed payments were dropped");
  });
}
