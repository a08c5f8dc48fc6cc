"use client";

import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { complaintsQuery } from "@/components/complaints/complaint-list";
import type { SellerLimits, SellRules } from "@/components/files/sell-draft";
import { QueryProvider } from "@/components/http/query-provider";
import { isSignInAsked, requestJson, wordsFor } from "@/components/http/request";
import { channelsQuery } from "@/components/notices/channel-queries";
import { DecisionList, decisionsQuery } from "@/components/reports/decision-list";
import { sessionQuery } from "@/components/sign-in/queries";
import { SignInSteps } from "@/components/sign-in/sign-in-steps";
import { SwitchedAccount } from "@/components/sign-in/switched-account";
import { useSignIn } from "@/components/sign-in/use-sign-in";
import { Button, ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ShortCode } from "@/components/ui/code";
import { CopyButton } from "@/components/ui/copy-button";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { ClientConfig } from "@/lib/client-config/schema";
import { parseUsd } from "@/lib/money";
import type { Dashboard as DashboardData } from "@/lib/sellers/schema";
import { AttentionList } from "./attention-list";
import { ExportSales } from "./export-sales";
import { FileList } from "./file-list";
import { OlderFiles } from "./older-files";
import { OlderSales } from "./older-sales";
import { dashboardQuery, profileQuery } from "./queries";
import { SalesList } from "./sales-list";
import { SellerSettings } from "./seller-settings";

type DashboardProps = { config: ClientConfig; rules: SellRules };

/** The seller's own page: what needs attention, earnings, files, sales. */
export function Dashboard(props: DashboardProps) {
  return (
    <QueryProvider>
      <Gate {...props} />
    </QueryProvider>
  );
}

function Gate({ config, rules }: DashboardProps) {
  const t = useWords("sellers");
  const ui = useWords("ui");
  const errors = useWords("errors");
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(dashboardQuery);
  // What is above the files: shown late, it would push them away from under the pointer.
  const complaints = useQuery({ ...complaintsQuery, enabled: Boolean(data) });
  const decisions = useQuery({ ...decisionsQuery, enabled: Boolean(data) });
  const signIn = useSignIn(config, (session) => {
    client.setQueryData(sessionQuery.queryKey, session);
    void refetch();
  });

  async function signOut() {
    await requestJson("/api/sign-out", { method: "POST" }).catch(() => {});
    await forget();
  }

  async function forget() {
    client.setQueryData(sessionQuery.queryKey, null);
    // Another seller's data is requested again.
    client.removeQueries(profileQuery);
    client.removeQueries(complaintsQuery);
    client.removeQueries(decisionsQuery);
    client.removeQueries(channelsQuery);
    client.removeQueries({ queryKey: ["gifts"] });
    await client.resetQueries(dashboardQuery);
  }

  if (isSignInAsked(error)) {
    return (
      <Card className="mx-auto max-w-lg space-y-4">
        <h1 className="text-xl">{t("signInTitle")}</h1>
        <p>{t("signInWhy")}</p>
        {signIn.state.step === "failed" ? null : (
          <Button size="lg" wide busy={signIn.state.step !== "idle"} onClick={signIn.start}>
            {t("connectAndSignIn")}
          </Button>
        )}
        <SignInSteps config={config} signIn={signIn} />
      </Card>
    );
  }
  if (isPending || isFirstTry(complaints) || isFirstTry(decisions)) {
    return (
      <p role="status" className="flex items-center justify-center gap-3 py-16 text-ink-soft">
        <Spinner /> {t("loading")}
      </p>
    );
  }
  if (!data) {
    return (
      <Notice role="alert" tone="bad" title={wordsFor(error, errors)}>
        <Button size="sm" onClick={() => refetch()}>
          {ui("tryAgain")}
        </Button>
      </Notice>
    );
  }
  const limits = { ...rules, maxFileSize: config.maxFileSize };
  return <Overview {...{ data, limits, config }} onSignOut={signOut} onSignedOut={forget} />;
}

/** Nothing waits for a request that has failed once. */
const isFirstTry = ({ isLoading, failureCount }: UseQueryResult) => isLoading && failureCount === 0;

type OverviewProps = {
  data: DashboardData;
  limits: SellerLimits;
  config: ClientConfig;
  onSignOut: () => void;
  /** The session has ended already. */
  onSignedOut: () => void;
};

function Overview({ data, limits, config, onSignOut, onSignedOut }: OverviewProps) {
  const t = useWords("sellers");
  const { files, olderFiles, sales } = data;
  return (
    <div className="space-y-10">
      <SwitchedAccount config={config} address={data.address} onSignedIn={() => location.reload()} />
      <AttentionList {...data} rules={limits} config={config} />
      <Received data={data} />
      <DecisionList />
      <section aria-labelledby="files" className="space-y-4">
        <div className="flex items-center justify-between gap-4">
          <h2 id="files" className="text-xl">
            {t("files")}
          </h2>
          {files.length > 0 && data.maySell && (
            <ButtonLink href={config.sellPath} size="sm">
              {t("sellFile")}
            </ButtonLink>
          )}
        </div>
        <FileList
          files={files}
          hasSold={sales.length > 0 || data.lost.length > 0}
          limits={limits}
          config={config}
          sellPath={data.maySell ? config.sellPath : null}
        />
        {olderFiles && <OlderFiles before={files.at(-1)?.id ?? ""} limits={limits} config={config} />}
      </section>
      <section aria-labelledby="sales" className="space-y-4">
        <h2 id="sales" className="text-xl">
          {t("sales")}
        </h2>
        <SalesList sales={sales} config={config} />
        {data.olderSales && <OlderSales before={sales.at(-1)?.paymentId ?? ""} config={config} />}
        {sales.length > 0 && <ExportSales />}
      </section>
      <SellerSettings config={config} onSignedOut={onSignedOut} />
      <footer className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-5 text-sm text-ink-soft">
        <p>{t.rich("signedInAs", { address: <ShortCode code={data.address} /> })}</p>
        <Button look="quiet" size="sm" onClick={onSignOut}>
          {t("signOut")}
        </Button>
      </footer>
    </div>
  );
}

function Received({ data }: { data: DashboardData }) {
  const t = useWords("sellers");
  const { received, salesCount, payTo } = data;
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
