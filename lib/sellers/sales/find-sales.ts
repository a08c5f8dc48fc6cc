import "server-only";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { AppError } from "@/lib/errors";
import { toSales } from "@/lib/sellers/read-sales";
import type { Sale } from "@/lib/sellers/schema";
import { type Cursor, readPlace, writePlace } from "./cursor";
import type { FoundSales, SaleFilter } from "./schema";
import { matchText } from "./search";
import { pageOf } from "./stream";
import { streamsOf, timesOf, type Wanted } from "./streams-of";

/** Sales on one page. */
export const SALES_SHOWN = 50;

/** What `GET /api/sales` asks for. Times: from one on, up to but without the other. */
export type SalesQuery = {
  text: string;
  filter: SaleFilter | null;
  fileId: string | null;
  from: Date | null;
  until: Date | null;
  /** A place from `FoundSales.older`, or the `paymentId` of a sale. */
  before: string | null;
  /** A place from `FoundSales.newer`. */
  after: string | null;
};

export const allSales: SalesQuery = {
  ...{ text: "", filter: null, fileId: null, from: null, until: null, before: null, after: null },
};

/**
 * One page of a seller's sales. It costs the same however many there are: each page is read from where an index has it.
 *
 * @throws AppError `sign_in_required` when the session's seller no longer exists; `invalid_input` for a place that no
 *   answer named
 */
export async function findSales(sellerId: string, query: SalesQuery): Promise<FoundSales> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller) throw new AppError("sign_in_required");
  const { filter, fileId, from, until, text } = query;
  const matches = text === "" ? null : await matchText(sellerId, text);
  const wanted = { sellerId, filter, fileId, from, until, matches };
  const cursor = await readCursor(sellerId, query);
  const found = await readPage(wanted, cursor);
  return {
    sales: await readSales(seller, found.orderIds),
    olderSales: found.older !== null,
    older: found.older,
    newer: found.newer,
    isPartial: matches?.isPartial ?? false,
  };
}

type Page = { orderIds: string[]; older: string | null; newer: string | null };

/** The ids of the orders on one page, and the places of its neighbours. */
async function readPage(wanted: Wanted, cursor: Cursor | null): Promise<Page> {
  const rows = await readRows(wanted, cursor);
  const hasMore = rows.length > SALES_SHOWN;
  // What is newer than some page and does not fill one: the first page, whole.
  if (cursor?.towards === "newer" && !hasMore) return readPage(wanted, null);
  const shown = rows.slice(0, SALES_SHOWN);
  if (cursor?.towards === "newer") shown.reverse();
  const [first, last] = [shown.at(0), shown.at(-1)];
  const isOlder = cursor?.towards === "older";
  return {
    orderIds: shown.map(({ orderId }) => orderId),
    older: last && (hasMore || cursor?.towards === "newer") ? writePlace(last.place) : null,
    newer: first && (isOlder || (cursor !== null && hasMore)) ? writePlace(first.place) : null,
  };
}

async function readRows(wanted: Wanted, cursor: Cursor | null) {
  const streams = streamsOf(wanted);
  if (streams.length === 0) return [];
  const times = timesOf(wanted.filter);
  const { sql, values } = pageOf(streams, cursor, SALES_SHOWN + 1);
  const kinds = ["String", ...Array.from({ length: times }, () => "DateTime" as const), "String"] as const;
  const rows = await prepared(db()).all(sql, values, kinds);
  return rows.map(([orderId, ...keys]) => ({
    orderId: String(orderId),
    place: { times: keys.slice(0, times) as Date[], id: String(keys[times]) },
  }));
}

async function readCursor(sellerId: string, { before, after, filter }: SalesQuery): Promise<Cursor | null> {
  if (after !== null) return { place: readPlace(after, timesOf(filter)), towards: "newer" };
  if (before === null) return null;
  if (before.includes(".")) return { place: readPlace(before, timesOf(filter)), towards: "older" };
  const sale = await db().order.findFirst({ where: { id: before, sellerId } });
  // One of another seller is as if there were none, and nothing comes before that.
  const at = sale ? (sale.paidAt ?? sale.createdAt) : new Date(0);
  return {
    place: { times: timesOf(filter) === 2 ? [sale?.refundDueAt ?? at, at] : [at], id: before },
    towards: "older",
  };
}

/** In the order of the ids. */
export async function readSales(seller: Parameters<typeof toSales>[0], orderIds: readonly string[]): Promise<Sale[]> {
  const orders = await db().order.findMany({
    where: { id: { in: [...orderIds] } },
    include: { transfers: { orderBy: { createdAt: "desc" } } },
  });
  const sales = await toSales(seller, orders);
  const byId = new Map(sales.map((sale) => [sale.paymentId, sale]));
  return orderIds.flatMap((id) => byId.get(id) ?? []);
}
