"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ClientConfig } from "@/lib/client-config/schema";
import { olderSalesQuery } from "./queries";
import { SalesList } from "./sales-list";

/** The sales before the newest ones: a page per click. */
export function OlderSales({ before, config }: { before: string; config: ClientConfig }) {
  const t = useWords("accounts");
  const errors = useWords("errors");
  const [wanted, setWanted] = useState(false);
  const { data, error, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery({
    ...olderSalesQuery(before),
    enabled: wanted,
  });
  const sales = data?.pages.flatMap((page) => page.sales) ?? [];
  return (
    <>
      {sales.length > 0 && <SalesList sales={sales} config={config} />}
      {error && <Notice role="alert" tone="bad" title={wordsFor(error, errors)} />}
      {(!data || hasNextPage) && (
        <Button
          look="secondary"
          size="sm"
          busy={isFetching}
          onClick={() => {
            setWanted(true);
            // The first click enables the query, which then runs by itself.
            if (wanted) void fetchNextPage();
          }}
        >
          {t("olderSales")}
        </Button>
      )}
    </>
  );
}
