import "server-only";
import type { Prisma } from "@/generated/sqlite/client/client";
import { db } from "@/lib/db/client";
import { readEarnings } from "@/lib/earnings/earnings";
import { followText } from "@/lib/links/follow-link";
import { formatUsd } from "@/lib/money";
import { readStoredBytes } from "@/lib/quota/quota";
import { after, newestFirst, readContaining, toPage } from "./paging";
import type { Page, SellerRow } from "./schema";

/**
 * Sellers, the newest first: all, or those whose address begins with `query`, whose id or page it is, or whose name has it.
 *
 * @param before the last seller that was shown
 */
export async function searchSellers(query: string, before?: string): Promise<Page<SellerRow>> {
  const last = before === undefined ? null : await db().seller.findUnique({ where: { id: before } });
  const linked = await followText(query.trim());
  const text = linked && "sellerId" in linked ? linked.sellerId : query.trim();
  const rows = await readContaining(
    text,
    last,
    (from, take) => db().seller.findMany({ where: { AND: [matching(text), after(from)] }, orderBy: newestFirst, take }),
    ({ name }) => [name],
  );
  return toPage(rows, await describeSellers(rows));
}

function matching(query: string): Prisma.SellerWhereInput {
  if (query === "") return {};
  if (/^0x[0-9a-f]*$/i.test(query)) {
    const address = { startsWith: query.toLowerCase() };
    return { OR: [{ address }, { payTo: address }] };
  }
  return { OR: [{ id: query }, { name: { contains: query } }] };
}

type Row = Prisma.SellerGetPayload<object>;

/** Reads what sellers earned and store, for all of them together. */
export async function describeSellers(rows: readonly Row[]): Promise<(row: Row) => SellerRow> {
  const ids = rows.map(({ id }) => id);
  const [earningsOf, stored] = await Promise.all([
    readEarnings(ids),
    Promise.all(ids.map((id) => readStoredBytes(db(), id))),
  ]);
  const storedOf = new Map(ids.map((id, at) => [id, Number(stored[at] ?? 0n)]));
  return ({ id, address, chainId, name, suspendedAt, createdAt }) => ({
    id,
    address,
    chainId,
    name,
    sales: earningsOf(id).sales,
    received: formatUsd(earningsOf(id).microUsd),
    storedBytes: storedOf.get(id) ?? 0,
    isSuspended: suspendedAt !== null,
    createdAt: createdAt.toISOString(),
  });
}
