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
