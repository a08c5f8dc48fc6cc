import "server-only";
import { readPeriod } from "@/lib/accounts/read-period";
import { AppError } from "@/lib/errors";
import type { SalesQuery } from "./find-sales";
import { SALE_FILTERS, SEARCH_MAX } from "./schema";

/**
 * Reads the query of `GET /api/sales`: `q`, `file`, `state`, `from` and `to` (days in UTC, both included), `before`, `after`.
 *
 * @throws AppError `invalid_input` or `invalid_date`
 */
export function readSalesQuery(query: URLSearchParams): SalesQuery {
  const text = (query.get("q") ?? "").trim();
  if (text.length > SEARCH_MAX) throw wrong(`Search for at most ${SEARCH_MAX} characters.`);
  const state = query.get("state") || null;
  const filter = SALE_FILTERS.find((one) => one === state) ?? null;
  if (state !== null && filter === null) throw wrong(`A state is one of ${SALE_FILTERS.join(", ")}.`);
  const period = readPeriod({ from: query.get("from"), to: query.get("to") });
  const [before, after] = [query.get("before") || null, query.get("after") || null];
  return { text, filter, fileId: query.get("file") || null, ...period, before, after };
}

const wrong = (detail: string) => new AppError("invalid_input", { detail });
