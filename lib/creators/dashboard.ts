import "server-only";
import { transactionUrl } from "../chain/networks";
import { db } from "../db/client";
import { settings } from "../env";
import { AppError } from "../errors";
import { fileInfo } from "../files/file-info";
import { ownVersions } from "../files/own-file";
import type { OwnFile } from "../files/schema";
import { toVersion } from "../files/version";
import { formatUsd } from "../money";
import type { PaymentState } from "../payments/schema";
import { unwrittenCounts } from "./counters";
import type { Dashboard, Sale } from "./schema";

/** Sales shown, at most: the newest. The totals count all. */
export const SALES_SHOWN = 200;

/** Payments that a seller sees: money that arrived, may still arrive, or went back. */
const shownStates: PaymentState[] = ["settled", "settling", "unknown", "reverted", "refunded"];

/**
 * Everything a creator sees of its own: files that were not deleted, totals, and the newest sales, those of deleted files
 * included. A few queries, however many files there are.
 *
 * @throws AppError `sign_in_required` when the session's creator no longer exists
 */
export async function readDashboard(creatorId: string, now: Date): Promise<Dashboard> {
  const creator = await db().creator.findUnique({ where: { id: creatorId } });
  if (!creator) throw new AppError("sign_in_required");
  const [earnings, files, sales, accessEnds] = await Promise.all([
    readEarnings(creatorId),
    readFiles(creatorId),
    readSales(creatorId),
    readAccessEnds(creatorId, now),
  ]);
  const total = [...earnings.values()].reduce(add, nothing);
  return {
    address: creator.address,
    payTo: creator.payTo,
    received: formatUsd(total.microUsd),
    salesCount: total.sales,
    files: files.map((file) => ownFile(file, earnings.get(file.id) ?? nothing, accessEnds(file), now)),
    sales,
  };
}

/** What a file, or all of them, sold: settled payments only. */
type Earnings = { sales: number; microUsd: bigint };
const nothing: Earnings = { sales: 0, microUsd: 0n };
const add = (a: Earnings, b: Earnings): Earnings => ({ sales: a.sales + b.sales, microUsd: a.microUsd + b.microUsd });

/** By file id. Each settled payment paid exactly the price of the terms it names, so counting per terms is exact. */
async function readEarnings(creatorId: string): Promise<Map<string, Earnings>> {
  const sold = { state: "settled", purpose: "sale", file: { creatorId } };
  const [groups, terms] = await Promise.all([
    db().payment.groupBy({ by: ["fileId", "termsId"], where: sold, _count: { _all: true } }),
    db().terms.findMany({ where: { payments: { some: sold } }, select: { id: true, priceMicroUsd: true } }),
  ]);
  const prices = new Map(terms.map(({ id, priceMicroUsd }) => [id, priceMicroUsd]));
  const earnings = new Map<string, Earnings>();
  for (const { fileId, termsId, _count } of groups) {
    const price = prices.get(termsId);
    // Settled between the two queries: the next look counts it.
    if (price === undefined) continue;
    const more = { sales: _count._all, microUsd: BigInt(_count._all) * price };
    earnings.set(fileId, add(earnings.get(fileId) ?? nothing, more));
  }
  return earnings;
}

async function readFiles(creatorId: string) {
  const rows = await db().file.findMany({
    where: { creatorId, removedAt: null },
    include: { creator: true, terms: { where: { until: null } }, versions: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return rows.flatMap((row) => {
    const [current] = row.terms;
    const versions = row.versions.map(toVersion);
    const version = versions.find(({ id }) => id === current?.versionId);
    if (!current || !version) return [];
    const terms = { ...current, version };
    return [{ ...row, version, versions, terms, payableTerms: [terms] }];
  });
}

type FileRow = Awaited<ReturnType<typeof readFiles>>[number];

/** Looks up when the last live grant ends that opens a file's current version; null when there is none. */
async function readAccessEnds(creatorId: string, now: Date): Promise<(file: FileRow) => Date | null> {
  const groups = await db().grant.groupBy({
    by: ["fileId", "versionId"],
    where: { file: { creatorId, removedAt: null }, revokedAt: null, downloadUntil: { gt: now } },
    _max: { downloadUntil: true },
  });
  const ends = new Map<string, Date>();
  for (const { fileId, versionId, _max } of groups) {
    const end = _max.downloadUntil;
    if (!end) continue;
    for (const key of [fileId, `${fileId} ${versionId}`]) {
      if (end > (ends.get(key) ?? new Date(0))) ends.set(key, end);
    }
  }
  return ({ id, version }) => ends.get(version.opensTo === "all-buyers" ? id : `${id} ${version.id}`) ?? null;
}

function ownFile(file: FileRow, earnings: Earnings, accessEnd: Date | null, now: Date): OwnFile {
  const unwritten = unwrittenCounts(file.id);
  return {
    ...fileInfo(file, now, accessEnd),
    paused: file.paused,
    views: file.views + unwritten.views,
    priceChecks: file.priceChecks + unwritten.priceChecks,
    sales: earnings.sales,
    received: formatUsd(earnings.microUsd),
    versions: ownVersions(file.versions),
  };
}

async function readSales(creatorId: string): Promise<Sale[]> {
  const rows = await db().payment.findMany({
    where: { file: { creatorId }, purpose: "sale", state: { in: shownStates } },
    include: { file: { select: { title: true } }, terms: { select: { priceMicroUsd: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: SALES_SHOWN,
  });
  return rows.map((row) => {
    const network = settings().knownNetworks.find(({ chainId }) => chainId === row.chainId);
    return {
      paymentId: row.id,
      fileId: row.fileId,
      fileTitle: row.file.title,
      at: (row.settledAt ?? row.createdAt).toISOString(),
      amount: formatUsd(row.terms.priceMicroUsd),
      state: row.state as PaymentState,
      payer: row.payer,
      network: `eip155:${row.chainId}`,
      networkName: network?.name ?? `chain ${row.chainId}`,
      transaction: row.transaction,
      transactionUrl: (network && row.transaction && transactionUrl(network, row.transaction)) || null,
    };
  });
}
