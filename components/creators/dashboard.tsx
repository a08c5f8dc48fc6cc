"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Dashboard as DashboardData } from "@/lib/creators/schema";
import { parseUsd } from "@/lib/money";
import { ComplaintList } from "../complaints/complaint-list";
import type { DateRules, SellerLimits } from "../files/sell-draft";
import { QueryProvider } from "../http/query-provider";
import { RequestProblem, requestJson, wordsFor } from "../http/request";
import { sessionQuery } from "../sign-in/queries";
import { SignInSteps } from "../sign-in/sign-in-steps";
import { useSignIn } from "../sign-in/use-sign-in";
import { Button, ButtonLink } from "../ui/button";
import { Card } from "../ui/card";
import { ShortCode } from "../ui/code";
import { CopyButton } from "../ui/copy-button";
import { Money } from "../ui/money";
import { Notice } from "../ui/notice";
import { Spinner } from "../ui/spinner";
import { AttentionList } from "./attention-list";
import { FileList } from "./file-list";
import { OlderFiles } from "./older-files";
import { dashboardQuery } from "./queries";
import { SalesList } from "./sales-list";

type DashboardProps = { config: ClientConfig; rules: DateRules };

/** The seller's own page: what needs attention, what came in, the files, the sales. */
export function Dashboard(props: DashboardProps) {
  return (
    <QueryProvider>
      <Gate {...props} />
    </QueryProvider>
  );
}

function Gate({ config, rules }: DashboardProps) {
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(dashboardQuery);
  const signIn = useSignIn(config, (session) => {
    client.setQueryData(sessionQuery.queryKey, session);
    void refetch();
  });

  async function signOut() {
    await requestJson("/api/sign-out", { method: "POST" }).catch(() => {});
    client.setQueryData(sessionQuery.queryKey, null);
    await client.resetQueries(dashboardQuery);
  }

  if (error instanceof RequestProblem && error.problem.status === 401) {
    return (
      <Card className="mx-auto max-w-lg space-y-4">
        <h1 className="text-xl">Your files and sales</h1>
        <p>Sign in with the wallet you sell with. One signature, no password, no account.</p>
        {signIn.state.step === "failed" ? null : (
          <Button size="lg" wide busy={signIn.state.step !== "idle"} onClick={signIn.start}>
            Connect wallet and sign in
          </Button>
        )}
        <SignInSteps config={config} signIn={signIn} />
      </Card>
    );
  }
  if (isPending) {
    return (
      <p role="status" className="flex items-center justify-center gap-3 py-16 text-ink-soft">
        <Spinner /> Loading your files…
      </p>
    );
  }
  if (!data) {
    return (
      <Notice role="alert" tone="bad" title={wordsFor(error)}>
        <Button size="sm" onClick={() => refetch()}>
          Try again
        </Button>
      </Notice>
    );
  }
  return <Overview data={data} limits={{ ...rules, maxFileSize: config.maxFileSize }} onSignOut={signOut} />;
}

type OverviewProps = { data: DashboardData; limits: SellerLimits; onSignOut: () => void };

function Overview({ data, limits, onSignOut }: OverviewProps) {
  const { files, olderFiles, sales } = data;
  return (
    <div className="space-y-10">
      <AttentionList files={files} sales={sales} rules={limits} />
      <ComplaintList />
      <Received data={data} />
      <section aria-labelledby="files" className="space-y-4">
        <div className="flex items-center justify-between gap-4">
          <h2 id="files" className="text-xl">
            Files
          </h2>
          {files.length > 0 && (
            <ButtonLink href="/" size="sm">
              Sell a file
            </ButtonLink>
          )}
        </div>
        <FileList files={files} hasSold={sales.length > 0} limits={limits} />
        {olderFiles && <OlderFiles before={files.at(-1)?.id ?? ""} limits={limits} />}
      </section>
      <section aria-labelledby="sales" className="space-y-4">
        <h2 id="sales" className="text-xl">
          Sales
        </h2>
        <SalesList sales={sales} />
      </section>
      <footer className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-5 text-sm text-ink-soft">
        <p>
          Signed in as <ShortCode code={data.address} />
        </p>
        <Button look="quiet" size="sm" onClick={onSignOut}>
          Sign out
        </Button>
      </footer>
    </div>
  );
}

function Received({ data }: { data: DashboardData }) {
  const { received, salesCount, payTo } = data;
  return (
    <section aria-label="Received" className="space-y-1">
      <h1 className="text-2xl">
        Received <Money microUsd={parseUsd(received) ?? 0n} />
      </h1>
      <div className="flex flex-wrap items-center gap-x-2 text-ink-soft">
        <p>
          {salesCount === 1 ? "1 sale" : `${salesCount} sales`} · paid straight to <ShortCode code={payTo} />
        </p>
        <CopyButton text={payTo} label="Copy payout address" iconOnly look="quiet" />
      </div>
    </section>
  );
}
