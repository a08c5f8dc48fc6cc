"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useWords } from "#i18n";
import { Loaded } from "@/components/dashboard/frame/loaded";
import { useSeller } from "@/components/dashboard/frame/seller-context";
import { TabTitle } from "@/components/dashboard/frame/tab-title";
import { filesQuery } from "@/components/dashboard/queries";
import { ButtonLink, buttonClasses } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import type { FilesPage, FilesQuery } from "@/lib/sellers/files/schema";
import { FileRows } from "./file-rows";
import { ListLink } from "./list-link";
import { listHref, readListQuery, writeListQuery } from "./list-query";
import { ListTools } from "./list-tools";
import { NoFiles } from "./no-files";

/** The files of the page's address as the server read them with the page; null if it could not. */
export type FirstFiles = { query: FilesQuery; page: FilesPage } | null;

/** The seller's files: rows, with search, filters and orders that the page's address has. */
export function FilesTab({ first }: { first: FirstFiles }) {
  const t = useWords("sellers");
  const { config, limits, session } = useSeller();
  const query = readListQuery(useSearchParams() ?? new URLSearchParams());
  // A page is as old as its answer.
  const [readAt] = useState(() => Date.now());
  const isFirst = first !== null && writeListQuery(query) === writeListQuery(first.query);
  const files = useQuery({
    ...filesQuery(query),
    ...(isFirst ? { initialData: first.page, initialDataUpdatedAt: readAt } : {}),
    placeholderData: keepPreviousData,
  });
  const sellPath = session.maySell ? config.sellPath : null;
  return (
    <section className="space-y-4">
      <TabTitle
        action={
          sellPath !== null && (
            <ButtonLink href={sellPath} size="sm">
              {t("sellFile")}
            </ButtonLink>
          )
        }
      >
        {t("files")}
      </TabTitle>
      <ListTools query={query} hasList={limits.hasList} />
      <Loaded of={files}>
        {(page) => (
          <div className={classNames("space-y-4", files.isPlaceholderData && "opacity-60")}>
            <Listed page={page} query={query} sellPath={sellPath} />
          </div>
        )}
      </Loaded>
    </section>
  );
}

type ListedProps = { page: FilesPage; query: FilesQuery; sellPath: string | null };

function Listed({ page: { files, older, onlyNewest }, query, sellPath }: ListedProps) {
  const t = useWords("desk");
  return (
    <>
      <p role="status" className="sr-only">
        {t("shown", { count: files.length })}
      </p>
      {onlyNewest !== null && <p className="text-sm text-ink-soft">{t("onlyNewest", { count: onlyNewest })}</p>}
      {files.length === 0 ? <NoFiles query={query} sellPath={sellPath} /> : <FileRows files={files} />}
      <nav aria-label={t("pages")} className="flex flex-wrap gap-2 empty:hidden">
        {query.before !== "" && (
          <ListLink href={listHref(query, {})} className={buttonClasses({ look: "secondary", size: "sm" })}>
            {t("firstPage")}
          </ListLink>
        )}
        {older !== null && (
          <ListLink
            href={listHref(query, { before: older })}
            className={buttonClasses({ look: "secondary", size: "sm" })}
          >
            {t("nextPage")}
          </ListLink>
        )}
      </nav>
    </>
  );
}
