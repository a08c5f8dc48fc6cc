"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "#i18n";
import { complaintsQuery } from "@/components/complaints/queries";
import { AttentionList } from "@/components/dashboard/attention-list";
import { isFirstTry, Loaded } from "@/components/dashboard/frame/loaded";
import { useSeller } from "@/components/dashboard/frame/seller-context";
import { overviewQuery } from "@/components/dashboard/queries";
import { DecisionList, decisionsQuery } from "@/components/reports/decision-list";
import { ShortCode } from "@/components/ui/code";
import { CopyButton } from "@/components/ui/copy-button";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import type { ComplaintList } from "@/lib/complaints/schema";
import { parseUsd } from "@/lib/money";
import type { OwnDecisions } from "@/lib/reports/schema";
import type { Overview as Data, PeriodFigures } from "@/lib/seller-pages/schema";
import { FirstSteps } from "./first-steps";
import { MoneyByPeriod } from "./money-by-period";

/** What the server read with the page. */
export type FirstOverview = {
  overview: Data;
  complaints: ComplaintList;
  decisions: OwnDecisions;
  figures: PeriodFigures;
} | null;

/** What needs attention, the money received, the first steps, and figures by period. */
export function Overview({ first }: { first: FirstOverview }) {
  const { config, limits, session } = useSeller();
  const t = useWords("sellers");
  // A page is as old as its answer.
  const [readAt] = useState(() => Date.now());
  const at = { initialDataUpdatedAt: readAt };
  const overview = useQuery({ ...overviewQuery, ...(first && { initialData: first.overview, ...at }) });
  // Above the rest: shown late, they would push it away from under the pointer.
  const complaints = useQuery({ ...complaintsQuery, ...(first && { initialData: first.complaints, ...at }) });
  const decisions = useQuery({ ...decisionsQuery, ...(first && { initialData: first.decisions, ...at }) });
  return (
    <Loaded of={overview} waits={isFirstTry(complaints) || isFirstTry(decisions)}>
      {(data) => (
        <div className="space-y-10">
          <AttentionList {...data} rules={limits} config={config} />
          <Received data={data} />
          {!session.maySell && <Notice title={t("mayNotSell")} />}
          {data.firstSteps && session.maySell && <FirstSteps steps={data.firstSteps} payTo={data.payTo} />}
          <MoneyByPeriod first={first && { figures: first.figures, readAt }} />
          <DecisionList />
        </div>
      )}
    </Loaded>
  );
}

function Received({ data: { received, salesCount, payTo } }: { data: Data }) {
  const t = useWords("sellers");
  return (
    <section aria-label={t("received")} className="space-y-1">
      <h1 className="text-2xl">
        {t.rich("receivedAmount", { amount: <Money microUsd={parseUsd(received) ?? 0n} /> })}
      </h1>
      <div className="flex flex-wrap items-center gap-x-2 text-ink-soft">
        <p>{t.rich("salesPaidTo", { count: salesCount, address: <ShortCode code={payTo} /> })}</p>
        <CopyButton text={payTo} label={t("copyPayout")} iconOnly look="quiet" />
      </div>
    </section>
  );
}
