import "server-only";
import type { Prisma } from "@/generated/sqlite/client/client";
import { listBlocks } from "@/lib/blocks/blocks";
import { db } from "@/lib/db/client";
import { linkPath } from "@/lib/links/link-url";
import { readPreviews } from "@/lib/previews/read-previews";
import { findStop } from "@/lib/products/bundles/member-stop";
import { readMembersOf } from "@/lib/products/bundles/read-members";
import { settings } from "@/lib/settings/settings";
import { hasEnded } from "./file-state";
import type { ListedFile } from "./schema";
import { toVersion } from "./version";

/** Files on one page of the list. */
const LISTED_SHOWN = 24;

type ShopList = {
  files: ListedFile[];
  /** True when there are older ones: ask again with the id of the last of `files`. */
  older: boolean;
};

/**
 * The files that this shop shows to visitors, the newest first: listed by their sellers, on sale now, and of sellers who
 * may sell here.
 *
 * @param before the last file that was shown; an unknown one starts at the newest
 * @param sellerId only the files of this one
 */
export async function listShop(now: Date, before?: string, sellerId?: string): Promise<ShopList> {
  const { files, older } = await readListed(before, now, sellerId);
  const shownOf = await readPreviews(files);
  return {
    files: files.map((file) => ({
      id: file.id,
      title: file.title,
      name: file.version.name,
      mediaType: file.version.mediaType,
      size: file.version.size,
      priceMicroUsd: file.terms.priceMicroUsd.toString(),
      free: file.terms.priceMicroUsd === 0n,
      preview: shownOf(file).preview,
      facts: shownOf(file).facts,
      seller: { address: file.seller.address, name: file.seller.name },
      path: linkPath(file) ?? `/f/${file.id}`,
    })),
    older,
  };
}

/** How many files of a seller are listed now. */
export async function countListed(sellerId: string, now: Date): Promise<number> {
  return db().file.count({ where: { ...(await isListed(now)), sellerId } });
}

/** The files of `listShop`, as the database has them. */
export async function readListed(before: string | undefined, now: Date, sellerId?: string) {
  const listed = { ...(await isListed(now)), ...(sellerId === undefined ? {} : { sellerId }) };
  // On a seller's page a file that is not on it says nothing of when it was made.
  const where = { id: before ?? "", ...(sellerId === undefined ? {} : { sellerId, listed: true }) };
  const last = before === undefined ? null : await db().file.findFirst({ where });
  const files = [];
  for (let from: { createdAt: Date; id: string } | null = last; files.length <= LISTED_SHOWN; ) {
    const older = {
      OR: [{ createdAt: { lt: from?.createdAt } }, { createdAt: from?.createdAt, id: { lt: from?.id } }],
    };
    const rows = await db().file.findMany({
      where: { AND: [listed, from ? older : {}] },
      include: {
        seller: { select: { address: true, name: true, handle: true } },
        terms: { where: { until: null }, include: { version: true } },
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: LISTED_SHOWN + 1,
    });
    const bundled = rows.flatMap(({ terms: [terms] }) => (terms?.version.bundled ? terms.versionId : []));
    const membersOf = await readMembersOf(db(), bundled);
    for (const {
      terms: [terms],
      ...file
    } of rows) {
      // Where storage is paid for, a sale without a date ends by the days of its terms.
      if (terms && !hasEnded({ ...file, terms }, now) && findStop(membersOf(terms.versionId)) === null)
        files.push({ ...file, terms, version: toVersion(terms.version) });
    }
    from = rows.at(-1) ?? null;
    if (rows.length <= LISTED_SHOWN) break;
  }
  // One more than is shown was looked for, to know whether there are older ones.
  return { files: files.slice(0, LISTED_SHOWN), older: files.length > LISTED_SHOWN };
}

/** What `fileState` calls on sale, and nothing that waits for its seller after a restore. */
async function isListed(now: Date): Promise<Prisma.FileWhereInput> {
  const { sellers } = settings();
  const blocked = (await listBlocks("wallet")).map(({ value }) => value);
  const address = { notIn: blocked, ...(sellers === "open" ? {} : { in: sellers }) };
  return {
    listed: true,
    removedAt: null,
    suspendedAt: null,
    withheldAt: null,
    paused: false,
    bytesGone: false,
    OR: [{ onSaleUntil: null, OR: [{ keptUntil: null }, { keptUntil: { gt: now } }] }, { onSaleUntil: { gt: now } }],
    seller: { payoutHeldAt: null, suspendedAt: null, address },
  };
}
