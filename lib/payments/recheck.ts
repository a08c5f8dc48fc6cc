import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { type Prepared, prepared } from "@/lib/db/prepared";
import { log } from "@/lib/log";
import { moveSettlement, revertSettlement } from "./commit";
import type { Rechecked, Shop } from "./ports";
import { FINAL_REASONS } from "./reasons";
import type { TransferRow } from "./rows";
import { ONCE_SETTLED } from "./states";

/** Checked in one run. */
const BATCH = 100;
/** A payment is checked this often (ms) until its block is certain. */
const EVERY = 20 * SECOND;
/** Never certain sooner than this after it was settled (ms), however few blocks the network requires. */
const AT_LEAST = MINUTE;

/**
 * A job: checks whether settled payments still are, until their blocks are certain. A reorganisation may move a
 * settlement to another block, or reverse it: then the payment is `reverted`, and settled again when its authorization
 * gets into the chain again.
 */
export async function recheckSettlements(shop: Shop, now: Date): Promise<void> {
  const rows = await db().transfer.findMany({
    where: {
      direction: "sale",
      state: { in: [...ONCE_SETTLED] },
      finalAt: null,
      network: { in: shop.methods.flatMap((method) => method.readableNetworks()) },
      OR: [{ checkedAt: null }, { checkedAt: { lt: new Date(now.getTime() - EVERY) } }],
    },
    orderBy: [{ checkedAt: { sort: "asc", nulls: "first" } }, { createdAt: "asc" }],
    take: BATCH,
  });
  await inOneWrite(rows, ({ id }) => [{ id }, { checkedAt: now }]);
  const certain: TransferRow[] = [];
  const readers = new Map(shop.methods.map((method) => [method.name, method.recheck()]));
  for (const row of rows) {
    try {
      const seen = await readers.get(row.method)?.(row, now);
      if (seen?.kind === "certain" && isOldEnough(row, now)) certain.push(row);
      else if (seen) await record(shop, row, seen, now);
    } catch (error) {
      log.error({ err: error, paymentId: row.id }, "a settlement could not be looked at again; the next run will");
    }
  }
  // Unless another process has seen something else in the meantime.
  await inOneWrite(certain, ({ id, state, blockHash }) => [{ id, state, blockHash }, { finalAt: now }]);
}

type Update = Parameters<Prepared["transfer"]["updateMany"]>;

/** Each write costs a flush to the disk. */
async function inOneWrite(rows: TransferRow[], update: (row: TransferRow) => Update): Promise<void> {
  if (rows.length === 0) return;
  await db().$transaction(async (tx) => {
    for (const row of rows) await prepared(tx).transfer.updateMany(...update(row));
  });
}

function isOldEnough({ settledAt }: TransferRow, now: Date): boolean {
  return now.getTime() - (settledAt?.getTime() ?? 0) >= AT_LEAST;
}

async function record(shop: Shop, row: TransferRow, seen: Rechecked, now: Date): Promise<void> {
  switch (seen.kind) {
    case "same":
    case "later":
    case "certain":
      return;
    case "moved":
      await moveSettlement(shop, row, seen.proof, now);
      log.info({ paymentId: row.id }, "a settlement stands in another block than before");
      return;
    case "reverted": {
      const final = seen.final && FINAL_REASONS[seen.final];
      await revertSettlement(shop, row, final, now);
      log.warn({ paymentId: row.id, final }, "the chain no longer has the settlement of a payment");
    }
  }
}
