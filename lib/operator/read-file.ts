import "server-only";
import { listBlocks } from "@/lib/blocks/blocks";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { formatUsd } from "@/lib/money";
import { unwrittenCounts } from "@/lib/products/files/counters";
import { fileRef } from "@/lib/products/files/file-ref";
import { saleEndsAt, storageEnding } from "@/lib/products/files/file-state";
import { fileUrl } from "@/lib/products/files/file-url";
import { mayEndStorage } from "@/lib/storage-ends/schema";
import type { OperatorFile } from "./schema";
import { describeFiles, withSellerAndVersions } from "./search-files";

/** One file, as the operator decides about it. @throws AppError `file_not_found` */
export async function readOperatorFile(fileId: string, now: Date): Promise<OperatorFile> {
  const row = await db().file.findUnique({ where: { id: fileId }, include: withSellerAndVersions });
  if (!row) throw new AppError("file_not_found");
  const ref = fileRef(fileId);
  const [describe, payments, complaints, refundsDue, blocks] = await Promise.all([
    describeFiles([row], now),
    db().order.groupBy({ by: ["state"], where: ref, _count: { _all: true } }),
    db().complaint.count({ where: { order: ref } }),
    db().order.count({ where: { ...ref, state: "paid", refundDueAt: { not: null } } }),
    listBlocks("hash"),
  ]);
  const blocked = new Set(blocks.map(({ value }) => value));
  const [newest] = row.versions;
  const ending = newest ? storageEnding({ ...row, version: newest }) : null;
  const unwritten = unwrittenCounts(fileId);
  return {
    ...describe(row),
    url: fileUrl(fileId),
    description: row.description,
    price: formatUsd(row.terms[0]?.priceMicroUsd ?? 0n),
    onSaleUntil: saleEndsAt({ ...row, terms: row.terms[0] ?? { downloadDays: null } })?.toISOString() ?? null,
    removedAt: row.removedAt?.toISOString() ?? null,
    keptUntil: row.keptUntil?.toISOString() ?? null,
    storageEndsAt: row.storageEndsAt?.toISOString() ?? null,
    bytesLostAt: ending?.why === "lost" ? ending.at : null,
    mayEndStorage: row.removedAt === null && mayEndStorage(row, now),
    views: row.views + unwritten.views,
    priceChecks: row.priceChecks + unwritten.priceChecks,
    versions: row.versions.map(({ number, name, mediaType, size, sha256, createdAt, bytesGoneAt }) => ({
      number,
      name,
      mediaType,
      size: Number(size),
      sha256,
      isBlocked: blocked.has(sha256),
      createdAt: createdAt.toISOString(),
      bytesGoneAt: bytesGoneAt?.toISOString() ?? null,
    })),
    payments: Object.fromEntries(payments.map(({ state, _count }) => [state, _count._all])),
    complaints,
    refundsDue,
  };
}
