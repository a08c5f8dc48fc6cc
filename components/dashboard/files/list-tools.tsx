import type { FormEvent } from "react";
import { useId } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { FILE_FILTERS, FILE_SORTS, FILES_SEARCH_MAX, type FileSort, type FilesQuery } from "@/lib/sellers/files/schema";
import { ListLink, showList } from "./list-link";
import { listHref } from "./list-query";

type Props = {
  query: FilesQuery;
  /** Whether this shop has a list that files can be in. */
  hasList: boolean;
};

/** Search, filter and order of the files, all of them in the page's address. */
export function ListTools({ query, hasList }: Props) {
  return (
    <div className="space-y-3">
      <SearchForm query={query} />
      <Filters query={query} hasList={hasList} />
    </div>
  );
}

const box = "block min-h-11 rounded-md border border-line-strong bg-surface px-3 py-2 text-base text-ink";

/** A plain form, which works without scripts as well. */
function SearchForm({ query }: { query: FilesQuery }) {
  const t = useWords("desk");
  const [searchId, sortId] = [useId(), useId()];
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    showList(listHref(query, { q: String(form.get("q") ?? "").trim(), sort: form.get("sort") as FileSort }));
  }
  return (
    <search>
      <form action="/dashboard/files" onSubmit={submit} className="flex flex-wrap items-end gap-3">
        {query.state !== null && <input type="hidden" name="state" value={query.state} />}
        <div className="min-w-0 flex-1 basis-52 space-y-1">
          <label htmlFor={searchId} className="block text-xs font-semibold">
            {t("search")}
          </label>
          {/* With another key when Back leads to another search: then that is what it shows. */}
          <input
            key={query.q}
            id={searchId}
            type="search"
            name="q"
            dir="auto"
            defaultValue={query.q}
            maxLength={FILES_SEARCH_MAX}
            autoComplete="off"
            spellCheck={false}
            className={classNames(box, "w-full")}
          />
        </div>
        <div className="min-w-0 space-y-1">
          <label htmlFor={sortId} className="block text-xs font-semibold">
            {t("order")}
          </label>
          <select
            key={query.sort}
            id={sortId}
            name="sort"
            defaultValue={query.sort}
            onChange={(event) => showList(listHref(query, { sort: event.target.value as FileSort }))}
            className={box}
          >
            {FILE_SORTS.map((sort) => (
              <option key={sort} value={sort}>
                {t(`sort_${sort}`)}
              </option>
            ))}
          </select>
        </div>
        <Button type="submit" look="secondary">
          {t("find")}
        </Button>
      </form>
    </search>
  );
}

function Filters({ query, hasList }: Props) {
  const t = useWords("desk");
  const filters = [null, ...FILE_FILTERS.filter((one) => hasList || one !== "listed")];
  return (
    <nav aria-label={t("filters")} className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-2 py-1 sm:flex-wrap">
        {filters.map((state) => {
          const isCurrent = state === query.state;
          return (
            <li key={state ?? "all"}>
              <ListLink
                href={listHref(query, { state })}
                aria-current={isCurrent ? "true" : undefined}
                className={classNames(
                  "flex min-h-9 items-center rounded-full border px-3.5 text-sm font-semibold whitespace-nowrap no-underline pointer-coarse:min-h-11",
                  isCurrent ? "border-accent bg-accent-soft text-accent-ink" : "border-line-strong hover:bg-sunken",
                )}
              >
                {t(`filter_${state ?? "all"}`)}
              </ListLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
