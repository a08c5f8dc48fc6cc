"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "#i18n";
import { PersonalData } from "@/components/http/personal-data";
import { QueryProvider } from "@/components/http/query-provider";
import { requestJson } from "@/components/http/request";
import { Sessions } from "@/components/sign-in/sessions";
import { SwitchedAccount } from "@/components/sign-in/switched-account";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ShortCode } from "@/components/ui/code";
import { Details } from "@/components/ui/details";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { PurchaseList } from "@/lib/buyers/schema";
import type { ClientConfig } from "@/lib/client-config/schema";
import { PurchaseCard } from "./purchase-card";
import { isSignedOut, PurchasesSignIn } from "./purchases-sign-in";
import { PURCHASES, purchasesQuery } from "./queries";

/** What a wallet bought here, on any of its networks. */
export function Purchases({ config }: { config: ClientConfig }) {
  return (
    <QueryProvider>
      <Content config={config} />
    </QueryProvider>
  );
}

function Content({ config }: { config: ClientConfig }) {
  const t = useWords("purchases");
  const sessions = useWords("sessions");
  const [showsSessions, setShowsSessions] = useState(false);
  const client = useQueryClient();
  const { data, error, isPending, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } =
    useInfiniteQuery(purchasesQuery);

  const forget = () => client.resetQueries({ queryKey: [PURCHASES] });
  async function signOut() {
    await requestJson("/api/purchases/sign-out", { method: "POST" }).catch(() => {});
    await forget();
  }

  if (isSignedOut(error)) return <PurchasesSignIn config={config} onSignedIn={() => void refetch()} />;
  if (isPending) {
    return (
      <p role="status" className="flex items-center justify-center gap-3 py-16 text-ink-soft">
        <Spinner /> {t("loading")}
      </p>
    );
  }
  const first = data?.pages[0];
  if (!data || !first) {
    return (
      <Notice role="alert" tone="bad" title={t("failed")}>
        <Button size="sm" onClick={() => refetch()}>
          {t("tryAgain")}
        </Button>
      </Notice>
    );
  }
  const all = data.pages.flatMap(({ purchases }) => purchases);
  return (
    <div className="space-y-6">
      <SwitchedAccount config={config} address={first.address} door="/api/purchases/sign-in" onSignedIn={forget} />
      <Who list={first} config={config} onSignOut={signOut} />
      {all.length === 0 ? (
        <Card className="space-y-2 text-center">
          <p className="font-semibold">{t("empty")}</p>
          <p className="text-sm text-ink-soft">{t("emptyWhy")}</p>
        </Card>
      ) : (
        <ul className="space-y-4">
          {all.map((purchase) => (
            <li key={purchase.paymentId}>
              <PurchaseCard purchase={purchase} config={config} />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button look="secondary" wide busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {t("older")}
        </Button>
      )}
      <PersonalData of="buyer" path="/api/purchases" onErased={forget} />
      <Details summary={sessions("title")} onToggle={setShowsSessions}>
        {showsSessions && <Sessions door="/api/purchases/sessions" onSignedOut={forget} />}
      </Details>
    </div>
  );
}

type WhoProps = { list: PurchaseList; config: ClientConfig; onSignOut: () => void };

function Who({ list, config, onSignOut }: WhoProps) {
  const t = useWords("purchases");
  const network = config.networks.find(({ chainId }) => chainId === list.chainId);
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center justify-between gap-2 text-sm text-ink-soft">
        <p>{t.rich("signedIn", { address: <ShortCode code={list.address} /> })}</p>
        <Button look="quiet" size="sm" onClick={onSignOut}>
          {t("signOut")}
        </Button>
      </div>
      {list.chainId !== 0 && (
        <p className="text-sm text-ink-soft">
          {t("oneNetwork", { network: network?.name ?? `chain ${list.chainId}` })}
        </p>
      )}
    </div>
  );
}
