import { FILE_FILTERS, FILE_SORTS, FILES_SEARCH_MAX, type FilesQuery } from "@/lib/sellers/files/schema";

/** Reads which files the page's address asks for; what it cannot mean is left out. */
export function readListQuery(address: { get(name: string): string | null }): FilesQuery {
  const [state, sort] = [address.get("state"), address.get("sort")];
  return {
    q: (address.get("q") ?? "").trim().slice(0, FILES_SEARCH_MAX),
    state: FILE_FILTERS.find((one) => one === state) ?? null,
    sort: FILE_SORTS.find((one) => one === sort) ?? "newest",
    before: address.get("before") ?? "",
  };
}

/** The query of an address, also of `GET /api/files`; empty for the newest of all files. */
export function writeListQuery({ q, state, sort, before }: FilesQuery): string {
  const given = { q, state: state ?? "", sort: sort === "newest" ? "" : sort, before };
  const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ""));
  return query.size === 0 ? "" : `?${query}`;
}

/** The address of the list with changes, from its first page on unless they name another. */
export function listHref(query: FilesQuery, changes: Partial<FilesQuery>): string {
  return `/dashboard/files${writeListQuery({ ...query, before: "", ...changes })}`;
}
