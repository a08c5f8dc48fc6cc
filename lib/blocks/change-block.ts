import "server-only";
import { audit, nameActor } from "@/lib/audit/audit";
import type { Actor } from "@/lib/audit/schema";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { journaled } from "@/lib/journal/journaled";
import type { BlockKind } from "./schema";

const spellings: Record<BlockKind, RegExp> = { wallet: /^0x[0-9a-f]{40}$/, hash: /^[0-9a-f]{64}$/ };

type NewBlock = { kind: BlockKind; value: string; reason: string };

/**
 * Blocks a wallet or bytes. What was bought stays with its buyers. Blocking again changes nothing.
 *
 * @returns the id of the block in force
 * @throws AppError `invalid_input` for something that is no address or SHA-256
 */
export async function block({ kind, value, reason }: NewBlock, by: Actor, now: Date): Promise<{ id: string }> {
  const spelled = value.trim().toLowerCase();
  if (!spellings[kind].test(spelled)) {
    const detail = kind === "wallet" ? "An address is 0x and 40 hex digits." : "A SHA-256 has 64 hex digits.";
    throw new AppError("invalid_input", { detail });
  }
  const id = newId();
  return journaled({ kind: "blocked", blockId: id, what: kind, value: spelled, reason, by: nameActor(by) }, now, () =>
    db().$transaction((tx) => insertBlock(tx, { id, kind, value: spelled, reason, by: nameActor(by) }, now)),
  );
}

/** Likewise inside a transaction, which is in the journal by itself. @param block.by as the audit log names people */
export async function insertBlock(
  tx: Tx,
  { id, kind, value, reason, by }: NewBlock & { id: string; by: string },
  now: Date,
): Promise<{ id: string }> {
  const standing = await tx.block.findFirst({ where: { kind, value, liftedAt: null }, select: { id: true } });
  if (standing) return standing;
  await tx.block.create({ data: { id, kind, value, reason, by, createdAt: now } });
  await audit(tx, { act: "blocked", by, subject: { kind, id: value }, detail: { reason } }, now);
  return { id };
}

/**
 * Lifts a block. Lifting it again changes nothing.
 *
 * @throws AppError `not_found`
 */
export async function unblock(id: string, by: Actor, now: Date): Promise<void> {
  if ((await db().block.count({ where: { id } })) === 0) throw new AppError("not_found");
  const name = nameActor(by);
  await journaled({ kind: "unblocked", blockId: id, by: name }, now, () =>
    db().$transaction((tx) => liftBlock(tx, { id, by: name }, now)),
  );
}

/** Likewise inside a transaction. @returns false when there is nothing to lift */
export async function liftBlock(tx: Tx, { id, by }: { id: string; by: string }, now: Date): Promise<boolean> {
  const row = await tx.block.findFirst({ where: { id, liftedAt: null } });
  if (!row) return false;
  await tx.block.update({ where: { id }, data: { liftedAt: now, liftedBy: by } });
  await audit(tx, { act: "unblocked", by, subject: { kind: row.kind as BlockKind, id: row.value } }, now);
  return true;
}
