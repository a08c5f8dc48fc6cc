import "server-only";
import type { Prisma } from "@/generated/sqlite/client/client";
import { db } from "@/lib/db/client";
import { readEarnings } from "@/lib/earnings/earnings";
import { ID_PATTERN } from "@/lib/ids";
import { followText } from "@/lib/links/follow-link";
import { formatUsd } from "@/lib/money";
import { fileState } from "@/lib/products/files/file-state";
import { after, newestFirst, readContaining, toPage } from "./paging";
import type { FileRow, Page } from "./schema";

/** The beginning of a SHA-256 that is looked for as one: shorter ones may be words. */
const HASH = /^[0-9a-f]{16,64}$/i;
const LINK = new RegExp(`(?:^|/f/)(${ID_PATTERN})(?:[/?#].*)?$`);

/** What a list of files needs to know about each. */
export const withSellerAndVersions = {
  seller: true,
  versions: { orderBy: { number: "desc" } },
  terms: { where: { until: null } },
} as const;

/**
 * Files, the newest first: all, or those that `query` finds: an id or a link of either kind, an address of the seller, a SHA-256 of any
 * version or its beginning, a part of the title or of a file name.
 *
 * @param before the last file that was shown
 */
export async function searchFiles(
  { query = "", sellerId }: { query?: string; sellerId?: string },
  before: string | undefined,
  now: Date,
): Promise<Page<FileRow>> {
  const last = before === undefined ? null : await db().file.findUnique({ where: { id: before } });
  const text = query.trim();
  const readable = await followText(text);
  const linked = readable && "fileId" in readable ? readable.fileId : LINK.exec(text)?.[1];
  const rows = await readContaining(
    // A link may have more behind it: the file is found by its id alone.
    linked ?? text,
    last,
    (from, take) =>
      db().file.findMany({
        where: { AND: [matching(linked ?? text), after(from), { sellerId }] },
        include: withSellerAndVersions,
        orderBy: newestFirst,
        take,
      }),
    ({ title, versions }) => [title, ...versions.map(({ name }) => name)],
  );
  return toPage(rows, await describeFiles(rows, now));
}

function matching(query: string): Prisma.FileWhereInput {
  if (query === "") return {};
  if (/^0x[0-9a-f]*$/i.test(query)) {
    const address = { startsWith: query.toLowerCase() };
    return { seller: { OR: [{ address }, { payTo: address }] } };
  }
  if (HASH.test(query)) return { versions: { some: { sha256: { startsWith: query.toLowerCase() } } } };
  const [, id = query] = LINK.exec(query) ?? [];
  const contains = { contains: query };
  return { OR: [{ id }, { title: contains }, { versions: { some: { name: contains } } }] };
}

type FileWithVersions = Prisma.FileGetPayload<{ include: typeof withSellerAndVersions }>;

/** Reads what files earned, for all of them together. */
export async function describeFiles(
  rows: readonly FileWithVersions[],
  now: Date,
): Promise<(row: FileWithVersions) => FileRow> {
  const earningsOf = await readEarnings(rows.map(({ id }) => id));
  return (row) => {
    const { id, title, seller, versions, createdAt } = row;
    const earnings = earningsOf(id);
    return {
      id,
      title,
      state: fileState({ ...row, terms: row.terms[0] ?? { downloadDays: null } }, now),
      name: versions[0]?.name ?? "",
      size: Number(versions[0]?.size ?? 0),
      seller: { id: seller.id, name: seller.name, address: seller.address },
      sales: earnings.sales,
      received: formatUsd(earnings.microUsd),
      createdAt: createdAt.toISOString(),
    };
  };
}
