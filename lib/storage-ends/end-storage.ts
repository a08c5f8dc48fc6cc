import "server-only";
import { audit, nameActor } from "@/lib/audit/audit";
import type { Actor } from "@/lib/audit/schema";
import { DAY } from "@/lib/clock";
import { db, type Tx } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { journaled } from "@/lib/journal/journaled";
import { log } from "@/lib/log";
import { formatUsd } from "@/lib/money";
import { notify } from "@/lib/outbox/notify";
import { giveUpUnsigned } from "@/lib/payments/ledger";
import { fileRef } from "@/lib/products/files/file-ref";
import { STORAGE } from "@/lib/products/storage/storage-ref";
import { shop } from "@/lib/shop/shop";
import { applyEnd, type Ended } from "./apply-end";
import { findLostVersions } from "./find-lost";
import { NOTICE_DAYS } from "./limits";
import type { StorageEnd, Stored } from "./schema";
import type { Owed } from "./unused-days";

/**
 * Ends the storage of a file that somebody paid for, at the earliest in 30 days. The unused days become refund-due, nobody can pay
 * for more, and the seller and those who paid are told. Moves no money. Ending it sooner later takes more days back.
 *
 * @param endsAt in 30 days by default
 * @throws AppError `file_not_found`, `invalid_input`: too soon, not paid for, or it ends before that already
 */
export async function endStorage(
  fileId: string,
  { endsAt = new Date(0) }: { endsAt?: Date },
  by: Actor,
  now: Date,
): Promise<StorageEnd> {
  const earliest = new Date(now.getTime() + NOTICE_DAYS * DAY);
  const end = endsAt.getTime() === 0 ? earliest : endsAt;
  if (end < earliest) throw refused(`Storage ends at the earliest in ${NOTICE_DAYS} days: those who paid are told.`);
  await requireKept(fileId, end, now);
  const ended: Ended = {
    ...{ kind: "storage-ended", on: { kind: "file", id: fileId }, why: "ended", endsAt: end.toISOString() },
    lost: [],
    by: nameActor(by),
  };
  return write(ended, by, now, (tx) => requireKept(fileId, end, now, tx));
}

/**
 * Records that the bytes of a file, or of an upload that nobody has put on sale yet, are lost: a failure of this server. The
 * unused days are owed from now on, and the sale ends for good. Versions that are here as they should be stay for their buyers.
 *
 * It deletes nothing that is whole: that takes a signed decision.
 *
 * @throws AppError `file_not_found`, `upload_not_found`, `bytes_gone`; `invalid_input` when the bytes of all versions are here
 */
export async function recordLoss(on: Stored, by: Actor, now: Date): Promise<StorageEnd> {
  await requireStored(on);
  const lost = on.kind === "file" ? await findLostVersions(on.id) : [];
  if (on.kind === "file" && lost.length === 0) {
    throw refused("The bytes of this file are all here. If they are damaged, remove them from the storage first.");
  }
  const ended: Ended = { kind: "storage-ended", on, why: "lost", endsAt: now.toISOString(), lost, by: nameActor(by) };
  return write(ended, by, now, (tx) => requireStored(on, tx));
}

async function write(ended: Ended, by: Actor, now: Date, check: (tx: Tx) => Promise<void>): Promise<StorageEnd> {
  const { on, why, endsAt } = ended;
  const change = async (tx: Tx) => {
    await check(tx);
    const owed = await applyEnd(tx, ended, now);
    if (on.kind === "file") {
      await notify(tx, { kind: "storage-ended", fileId: on.id, why, until: new Date(endsAt) }, now);
    }
    const detail = { why, endsAt, payments: owed.length, owed: totalOf(owed) };
    await audit(tx, { act: "storage-ended", by, subject: on, detail }, now);
    return owed;
  };
  const owed = await journaled(ended, now, () => db().$transaction(change));
  await stopPayments(on, why, now);
  log.info({ on, why, endsAt }, "the operator has ended paid storage");
  return { endsAt, payments: owed.length, owed: totalOf(owed) };
}

function totalOf(owed: readonly Owed[]): string {
  return formatUsd(owed.reduce((sum, { owedMicroUsd }) => sum + owedMicroUsd, 0n));
}

/**
 * Payments that are certainly not signed are given up. The money of the others may move: if it does, what it paid for can no
 * longer be given, and all of it is owed (`giveStorage`).
 */
async function stopPayments({ kind, id }: Stored, why: Ended["why"], now: Date): Promise<void> {
  const of = kind === "file" ? { fileId: id } : { uploadId: id };
  const reserved = await db().storagePurchase.findMany({
    where: { ...of, state: "reserved" },
    select: { orderId: true },
  });
  const orders = await db().order.findMany({
    where: { id: { in: reserved.map(({ orderId }) => orderId) } },
    select: { productId: true },
  });
  for (const { productId } of orders) await giveUpUnsigned(shop, { productKind: STORAGE, productId }, now);
  if (kind === "file" && why === "lost") await giveUpUnsigned(shop, fileRef(id), now);
}

type Reader = Pick<Tx, "file" | "upload">;

/** @throws AppError */
async function requireKept(fileId: string, end: Date, now: Date, client: Reader = db()): Promise<void> {
  const file = await client.file.findUnique({ where: { id: fileId } });
  if (!file) throw new AppError("file_not_found");
  const { keptUntil, storageEndsAt } = file;
  if (keptUntil === null || keptUntil <= now) throw refused("Nobody has paid for the storage of this file.");
  if (storageEndsAt && storageEndsAt <= end) {
    throw refused(`Its storage ends on ${storageEndsAt.toISOString()} already, which is not later.`);
  }
}

/** @throws AppError */
async function requireStored({ kind, id }: Stored, client: Reader = db()): Promise<void> {
  if (kind === "file") {
    const file = await client.file.findUnique({ where: { id }, select: { bytesGone: true } });
    if (!file) throw new AppError("file_not_found");
    if (file.bytesGone) throw new AppError("bytes_gone");
    return;
  }
  const upload = await client.upload.findUnique({ where: { id }, select: { state: true } });
  if (upload?.state !== "receiving" && upload?.state !== "finished") throw new AppError("upload_not_found");
}

function refused(detail: string): AppError {
  return new AppError("invalid_input", { detail });
}
