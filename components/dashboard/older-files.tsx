"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "#i18n";
import type { SellerLimits } from "@/components/files/sell-draft";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ClientConfig } from "@/lib/client-config/schema";
import { FileList } from "./file-list";
import { olderFilesQuery } from "./queries";

type Props = { before: string; limits: SellerLimits; config: ClientConfig };

/** The files before the newest ones, for sellers with very many: a page per click. */
export function OlderFiles({ before, limits, config }: Props) {
  const t = useWords("sellers");
  const errors = useWords("errors");
  const [wanted, setWanted] = useState(false);
  const { data, error, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery({
    ...olderFilesQuery(before),
    enabled: wanted,
  });
  const files = data?.pages.flatMap((page) => page.files) ?? [];
  return (
    <>
      {files.length > 0 && <FileList files={files} hasSold limits={limits} config={config} sellPath={null} />}
      {error && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
      {(!data || hasNextPage) && (
        <Button
          size="sm"
          busy={isFetching}
          onClick={() => {
            setWanted(true);
            // The first click enables the query, which then runs by itself.
            if (wanted) void fetchNextPage();
          }}
        >
          {t("olderFiles")}
        </Button>
      )}
    </>
  );
}
