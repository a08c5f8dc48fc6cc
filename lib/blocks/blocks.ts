import "server-only";
import { db, type Tx, whileUnchanged } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import type { Block, BlockKind } from "./schema";

/** True while the operator lets this wallet neither sell nor buy here. */
export function isWalletBlocked(address: string): Promise<boolean> {
  return isBlocked("wallet", address.toLowerCase());
}

/** True while nobody may put bytes with this SHA-256 (hex) on sale. */
export function isHashBlocked(sha256: string): Promise<boolean> {
  return isBlocked("hash", sha256.toLowerCase());
}

/** @throws AppError `wallet_blocked` */
export async function requireUnblockedWallet(address: string): Promise<void> {
  if (await isWalletBlocked(address)) throw new AppError("wallet_blocked");
}

/** @throws AppError `hash_blocked` */
export async function requireUnblockedHash(sha256: string): Promise<void> {
  if (await isHashBlocked(sha256)) throw new AppError("hash_blocked");
}

/** Likewise inside a transaction, where a decision at the same moment came before or comes after. @throws AppError `hash_blocked` */
export async function requireUnblockedHashNow(tx: Tx, sha256: string): Promise<void> {
  const blocked = await tx.block.findFirst({ where: { kind: "hash", value: sha256, liftedAt: null } });
  if (blocked) throw new AppError("hash_blocked");
}

/** The blocks in force, the newest first. */
export async function listBlocks(kind?: BlockKind): Promise<Block[]> {
  const rows = await db().block.findMany({ where: { kind, liftedAt: null }, orderBy: { createdAt: "desc" } });
  return rows.map(({ id, kind, value, reason, by, createdAt }) => ({
    id,
    kind: kind as BlockKind,
    value,
    reason,
    by,
    createdAt: createdAt.toISOString(),
  }));
}

function isBlocked(kind: BlockKind, value: string): Promise<boolean> {
  return whileUnchanged(`block ${kind} ${value}`, async () => {
    return (await db().block.findFirst({ where: { kind, value, liftedAt: null }, select: { id: true } })) !== null;
  });
}
