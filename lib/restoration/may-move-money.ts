import "server-only";
import { type Db, db, type Tx, whileUnchanged } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { AppError } from "@/lib/errors";

/** Seconds after which buyers and sellers ask again. */
export const RETRY_AFTER_RESTORE = 300;

/**
 * Whether this shop may sell and send. Not after a restore, until the operator has compared the shop with the chain and
 * said yes (rule 13): until then nobody knows what was sold, refunded or ended since the backup.
 */
export function mayMoveMoney(): Promise<boolean> {
  return whileUnchanged("may move money", () => isConfirmed(db()));
}

/** The same inside a transaction. */
export function mayMoveMoneyIn(tx: Tx): Promise<boolean> {
  return isConfirmed(tx);
}

/** @throws AppError `shop_restored` */
export async function requireMayMoveMoney(): Promise<void> {
  if (await mayMoveMoney()) return;
  throw new AppError("shop_restored", { headers: { "Retry-After": String(RETRY_AFTER_RESTORE) } });
}

async function isConfirmed(client: Db | Tx): Promise<boolean> {
  return (await prepared(client).restoration.findFirst({ confirmedAt: null })) === null;
}
