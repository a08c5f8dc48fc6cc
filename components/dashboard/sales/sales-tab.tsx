"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useWords } from "#i18n";
import { ExportSales } from "@/components/dashboard/export-sales";
import { ListLink } from "@/components/dashboard/files/list-link";
import { Loaded } from "@/components/dashboard/frame/loaded";
import { useSeller } from "@/components/dashboard/frame/seller-context";
import { TabTitle } from "@/components/dashboard/frame/tab-title";
import { salesQuery } from "@/components/dashboard/queries";
import { buttonClasses } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { classNames } from "@/components/ui/class-names";
import type { FoundSales } from "@/lib/sellers/sales/schema";
import { SaleRows } from "./sale-rows";
import { SaleTools } from "./sale-tools";
import { noAddress, readAddress, type SalesAddress, salesHref, writeAddress } from "./sales-address";

/** The sales of the page's address as the server read them with the page; null if it could not. */
export type FirstSales = { query: string; page: FoundSales } | null;

/** The seller's sales: rows, with a search and filters that the page's address has. */
export function SalesTab({ first }: { first: FirstSales }) {
  const t = useWords("sellers");
  const address = readAddress(useSearchParams() ?? new URLSearchParams());
  const query = writeAddress(address);
  // A page is as old as its answer.
  const [readAt] = useState(() => Date.now());
  const sales = useQuery({
    ...salesQuery(query),
    ...(first?.query === query ? { initialData: first.page, initialDataUpdatedAt: readAt } : {}),
    placeholderData: keepPreviousData,
  });
  return (
    <section className="space-y-4">
      <TabTitle>{t("sales")}</TabTitle>
      <SaleTools address={address} />
      <Loaded of={sales}>
        {(page) => (
          <div className={classNames("space-y-4", sales.isPlaceholderData && "opacity-60")}>
            <Listed page={page} address={address} />
          </div>
        )}
      </Loaded>
      <ExportSales key={`${address.from} ${address.to}`} from={address.from} to={address.to} />
    </section>
  );
}

function Listed({ page, address }: { page: FoundSales; address: SalesAddress }) {
  const t = useWords("sales");
  const sellers = useWords("sellers");
  const { config } = useSeller();
  const { sales, older, newer, isPartial } = page;
  const isAll = writeAddress(address) === writeAddress(noAddress);
  return (
    <>
      {isPartial && <p className="text-sm text-ink-soft">{t("partial")}</p>}
      {sales.length > 0 ? (
        <SaleRows sales={sales} config={config} />
      ) : (
        <Card className="text-center text-ink-soft">
          <p role="status">{isAll ? sellers("noSales") : t("nothing")}</p>
        </Card>
      )}
      <nav aria-label={t("pages")} className="flex flex-wrap justify-between gap-2 empty:hidden">
        {newer !== null && (
          <ListLink
            href={salesHref(address, { after: newer })}
            className={buttonClasses({ look: "secondary", size: "sm" })}
          >
            {t("newer")}
          </ListLink>
        )}
        {older !== null && (
          <ListLink
            href={salesHref(address, { before: older })}
            className={classNames(buttonClasses({ look: "secondary", size: "sm" }), "ms-auto")}
          >
            {t("older")}
          </ListLink>
        )}
      </nav>
    </>
  );
}
