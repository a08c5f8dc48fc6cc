import "server-only";
import type { Page } from "./schema";

/** Rows on one page of a list. */
export const PAGE_SIZE = 50;

/** The order of lists, and the condition for the rows after one of them. */
export const newestFirst = [{ createdAt: "desc" as const }, { id: "desc" as const }];

type Last = { createdAt: Date; id: string } | null;

/** Rows that come after the last one that was shown. */
export function after(last: Last) {
  if (!last) return {};
  return { OR: [{ createdAt: { lt: last.createdAt } }, { createdAt: last.createdAt, id: { lt: last.id } }] };
}

/** A page of the rows that were read, which are one more than a page has if there are more. */
export function toPage<Row extends { id: string }, Shown>(rows: Row[], show: (row: Row) => Shown): Page<Shown> {
  const shown = rows.slice(0, PAGE_SIZE);
  return { rows: shown.map(show), before: rows.length > PAGE_SIZE ? (shown.at(-1)?.id ?? null) : null };
}

/** Rows read together when some of them have to be left out. */
const SCANNED = 500;

/**
 * Reads the rows of one page, and one more. In `contains`, the database takes % and _ for wildcards and has no way to escape
 * them, so for a query with one of them it finds too much: rows without the query's own text are left out here.
 *
 * @param read the next rows after `last`, the newest first
 * @param textsOf where a row may have the query
 */
export async function readContaining<Row extends { id: string; createdAt: Date }>(
  query: string,
  last: Last,
  read: (last: Last, take: number) => Promise<Row[]>,
  textsOf: (row: Row) => (string | null)[],
): Promise<Row[]> {
  if (!/[%_]/.test(query)) return read(last, PAGE_SIZE + 1);
  const wanted = query.toLowerCase();
  const found: Row[] = [];
  for (let from = last; ; ) {
    const rows = await read(from, SCANNED);
    found.push(...rows.filter((row) => textsOf(row).some((text) => text?.toLowerCase().includes(wanted))));
    from = rows.at(-1) ?? null;
    if (found.length > PAGE_SIZE || rows.length < SCANNED) return found.slice(0, PAGE_SIZE + 1);
  }
}
