import "server-only";
import { AppError } from "@/lib/errors";
import { FILE_FILTERS, FILE_SORTS, FILES_SEARCH_MAX, type FilesQuery } from "./schema";

/**
 * Reads the query of `GET /api/files`: `q`, `state`, `sort` and `before`.
 *
 * @throws AppError `invalid_input`
 */
export function readFilesQuery(query: URLSearchParams): FilesQuery {
  const q = (query.get("q") ?? "").trim();
  if (q.length > FILES_SEARCH_MAX) throw wrong(`Search for at most ${FILES_SEARCH_MAX} characters.`);
  const state = query.get("state") || null;
  const filter = FILE_FILTERS.find((one) => one === state) ?? null;
  if (state !== null && filter === null) throw wrong(`A state is one of ${FILE_FILTERS.join(", ")}.`);
  const order = query.get("sort") || "newest";
  const sort = FILE_SORTS.find((one) => one === order);
  if (!sort) throw wrong(`An order is one of ${FILE_SORTS.join(", ")}.`);
  return { q, state: filter, sort, before: query.get("before") ?? "" };
}

const wrong = (detail: string) => new AppError("invalid_input", { detail });
