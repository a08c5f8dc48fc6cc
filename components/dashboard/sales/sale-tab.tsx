"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { useWords } from "#i18n";
import { ComplaintCard } from "@/components/complaints/complaint-card";
import { Loaded } from "@/components/dashboard/frame/loaded";
import { useSeller } from "@/components/dashboard/frame/seller-context";
import { saleQuery } from "@/components/dashboard/queries";
import { RefundSale } from "@/components/dashboard/refund-sale";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Money } from "@/components/ui/money";
import { Time } from "@/components/ui/time";
import { parseUsd } from "@/lib/money";
import type { SaleDetails } from "@/lib/seller-pages/schema";
import { GiveFile } from "./give-file";
import { SaleAccessFacts } from "./sale-access-facts";
import { SaleFacts } from "./sale-facts";
import { saleStates } from "./sale-states";

type Props = {
  paymentId: string;
  /** As the server read it with the page; null if it could not. */
  first: SaleDetails | null;
};

/** One sale: its receipt, what the buyer has of it, the refund, messages, a gift. */
export function SaleTab({ paymentId, first }: Props) {
  const t = useWords("desk");
  const [readAt] = useState(() => Date.now());
  const sale = useQuery({
    ...saleQuery(paymentId),
    ...(first ? { initialData: first, initialDataUpdatedAt: readAt } : {}),
  });
  return (
    <section className="space-y-4">
      <a href="/dashboard/sales" className="inline-flex min-h-11 items-center text-sm underline underline-offset-2">
        {t("allSales")}
      </a>
      <Loaded of={sale}>{(data) => <OneSale sale={data} />}</Loaded>
    </section>
  );
}

function OneSale({ sale }: { sale: SaleDetails }) {
  const t = useWords("sales");
  const sellers = useWords("sellers");
  const { config } = useSeller();
  const { word, tone } = saleStates[sale.state];
  const mayRefund = sale.state === "settled" || sale.refund !== null;
  return (
    <div className="space-y-4">
      <div className="space-y-1">
        <h1 className="text-2xl wrap-anywhere">
          {t.rich("titled", {
            amount: <Money microUsd={parseUsd(sale.amount) ?? 0n} />,
            title: <bdi>{sale.fileTitle}</bdi>,
          })}
        </h1>
        <p className="flex flex-wrap items-center gap-2 text-ink-soft">
          <Badge tone={tone}>{sellers(word)}</Badge>
          <Time iso={sale.at} />
        </p>
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Part title={t("receipt")}>
          <SaleFacts sale={sale} />
        </Part>
        <div className="space-y-4">
          <Part title={t("downloads")}>
            <SaleAccessFacts access={sale.access} />
          </Part>
          <Part title={t("refund")}>
            {mayRefund ? <RefundSale sale={sale} config={config} /> : <p className="text-sm">{t("noRefund")}</p>}
          </Part>
          <Part title={t("give")}>
            <GiveFile sale={sale} />
          </Part>
        </div>
      </div>
      <Messages sale={sale} />
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <Card aria-labelledby={id} className="space-y-3">
      <h2 id={id} className="text-lg">
        {title}
      </h2>
      {children}
    </Card>
  );
}

function Messages({ sale: { complaints } }: { sale: SaleDetails }) {
  const t = useWords("sales");
  const id = useId();
  return (
    <section aria-labelledby={id} className="space-y-3">
      <h2 id={id} className="text-lg">
        {t("messages")}
      </h2>
      {complaints.length === 0 && <p className="text-sm text-ink-soft">{t("noMessages")}</p>}
      {complaints.map((complaint) => (
        <ComplaintCard key={complaint.id} complaint={complaint} actions={null} />
      ))}
    </section>
  );
}
