import { useWords } from "#i18n";
import { Button, ButtonLink } from "@/components/ui/button";
import { Field } from "@/components/ui/field";

/** Search, as a plain form: the query is in the address and can be kept as a bookmark. */
export function SearchForm({ query, hint }: { query: string; hint: string }) {
  const t = useWords("operator");
  return (
    <search>
      <form className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-64">
          <Field label={t("search")} name="q" defaultValue={query} hint={hint} autoComplete="off" spellCheck={false} />
        </div>
        <div className="pb-6">
          <Button type="submit">{t("find")}</Button>
        </div>
      </form>
    </search>
  );
}

/** The way to the next page of a list. */
export function OlderLink({ before, query = {} }: { before: string | null; query?: Record<string, string> }) {
  const t = useWords("operator");
  if (before === null) return null;
  const given = Object.entries(query).filter(([name, value]) => value !== "" && name !== "before");
  return (
    <ButtonLink look="secondary" wide href={`?${new URLSearchParams([...given, ["before", before]])}`}>
      {t("older")}
    </ButtonLink>
  );
}
