import "server-only";
import { getAddress } from "viem";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { type Earnings, readEarnings } from "@/lib/earnings/earnings";
import { AppError } from "@/lib/errors";
import { formatUsd } from "@/lib/money";
import { knownTrouble } from "@/lib/payment-methods/evm/chain/known-trouble";
import { readPending } from "@/lib/previews/read-pending";
import { readPreviews, type Shown } from "@/lib/previews/read-previews";
import { unwrittenCounts } from "@/lib/products/files/counters";
import { fileInfo } from "@/lib/products/files/file-info";
import { FILE } from "@/lib/products/files/file-ref";
import { fileUrl } from "@/lib/products/files/file-url";
import { ownShown, ownVersions } from "@/lib/products/files/own-file";
import type { OwnFile } from "@/lib/products/files/schema";
import type { LastDownload } from "@/lib/products/files/stored-until";
import { toVersion } from "@/lib/products/files/version";
import { mayMoveMoney } from "@/lib/restoration/may-move-money";
import { settings } from "@/lib/settings/settings";
import { maySell } from "@/lib/sign-in/may-sell";
import { readNewestSales } from "./read-sales";
import type { Dashboard, LostFile } from "./schema";

/** The most files in one response: the newest, or those before a file that was shown. The totals count all. */
export const FILES_SHOWN = 100;
/** For how long a seller reads that bytes were lost (ms). */
const LOSS_SHOWN = 90 * DAY;

/**
 * What its own seller sees: files that were not deleted, totals, and the newest sales, those of deleted files included.
 * It costs the same no matter how many files and sales there are.
 *
 * @param before the last file that was shown: the older ones are wanted
 * @throws AppError `sign_in_required` when the session's seller no longer exists
 */
export async function readDashboard(sellerId: string, now: Date, before?: string): Promise<Dashboard> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller) throw new AppError("sign_in_required");
  const [found, { sales, olderSales }, lost] = await Promise.all([
    readFiles(sellerId, before),
    readNewestSales(seller),
    readLost(sellerId, now),
  ]);
  const files = found.slice(0, FILES_SHOWN);
  const ids = files.map(({ id }) => id);
  const [earningsOf, accessEnds, shownOf, pending] = await Promise.all([
    readEarnings([sellerId, ...ids]),
    readAccessEnds(ids, now),
    readPreviews(files),
    readPending(files.map(({ version }) => version.id)),
  ]);
  const total = earningsOf(sellerId);
  return {
    address: seller.address,
    maySell: maySell(seller.address),
    payTo: getAddress(seller.payTo),
    refusedOn: settings()
      .networks.filter((network) => knownTrouble(network, seller.payTo, now) === "payee_refused")
      .map(({ name }) => name),
    salesWaitFor: seller.payoutHeldAt !== null ? "payout" : (await mayMoveMoney()) ? null : "operator",
    received: formatUsd(total.microUsd),
    salesCount: total.sales,
    files: files.map((file) => {
      const view = { earnings: earningsOf(file.id), accessEnd: accessEnds(file), shown: shownOf(file), pending };
      return ownFile(file, view, now);
    }),
    olderFiles: found.length > FILES_SHOWN,
    lost,
    sales,
    olderSales,
  };
}

/** Their sale has ended, so that they are not shown as files. */
async function readLost(sellerId: string, now: Date): Promise<LostFile[]> {
  const since = new Date(now.getTime() - LOSS_SHOWN);
  const rows = await db().file.findMany({
    // A loss ends storage and sale at one moment (`recordLoss`).
    where: { sellerId, storageEndsAt: { gte: since }, removedAt: { equals: db().file.fields.storageEndsAt } },
    select: { id: true, title: true, storageEndsAt: true },
    orderBy: { storageEndsAt: "desc" },
    take: FILES_SHOWN,
  });
  return rows.flatMap(({ id, title, storageEndsAt: at }) =>
    at ? [{ id, title, url: fileUrl(id), at: at.toISOString() }] : [],
  );
}

/** One more than is shown, to know whether there are older ones. */
async function readFiles(sellerId: string, before: string | undefined) {
  const last = before === undefined ? null : await db().file.findFirst({ where: { id: before, sellerId } });
  const older = { OR: [{ createdAt: { lt: last?.createdAt } }, { createdAt: last?.createdAt, id: { lt: last?.id } }] };
  const rows = await db().file.findMany({
    where: { sellerId, removedAt: null, ...(last ? older : {}) },
    include: { seller: true, terms: { where: { until: null } }, versions: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: FILES_SHOWN + 1,
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

/** Looks up when the last of the live grants that open a file's current version ends. */
async function readAccessEnds(fileIds: string[], now: Date): Promise<(file: FileRow) => LastDownload> {
  const by: ["productId", "partId"] = ["productId", "partId"];
  const live = { productKind: FILE, productId: { in: fileIds }, revokedAt: null };
  const [dated, endless] = await Promise.all([
    db().entitlement.groupBy({ by, where: { ...live, until: { gt: now } }, _max: { until: true } }),
    db().entitlement.groupBy({ by, where: { ...live, until: null } }),
  ]);
  const ends = new Map<string, Date | null>();
  for (const { productId, partId, _max } of dated) {
    for (const key of [productId, `${productId} ${partId}`]) {
      if ((_max.until ?? 0) > (ends.get(key) ?? 0)) ends.set(key, _max.until);
    }
  }
  for (const { productId, partId } of endless) {
    for (const key of [productId, `${productId} ${partId}`]) ends.set(key, null);
  }
  return ({ id, version, keptUntil }) => {
    const until = ends.get(version.newVersionFor === "all-buyers" ? id : `${id} ${version.id}`);
    // Access without an end lasts as long as storage is paid for, if it is.
    return until === undefined ? null : { until: until ?? keptUntil };
  };
}

type View = { earnings: Earnings; accessEnd: LastDownload; shown: Shown; pending: ReadonlySet<string> };

function ownFile(file: FileRow, { earnings, accessEnd, shown, pending }: View, now: Date): OwnFile {
  const unwritten = unwrittenCounts(file.id);
  return {
    ...fileInfo(file, now, accessEnd, shown, "seller"),
    paused: file.paused,
    listed: file.listed,
    onlySellerExtends: file.onlySellerExtends,
    ...ownShown(file, shown, pending),
    views: file.views + unwritten.views,
    priceChecks: file.priceChecks + unwritten.priceChecks,
    sales: earnings.sales,
    received: formatUsd(earnings.microUsd),
    versions: ownVersions(file.versions),
  };
}
