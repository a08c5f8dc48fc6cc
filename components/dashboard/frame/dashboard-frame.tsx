"use client";

import type { ReactNode } from "react";
import type { SellRules } from "@/components/files/sell-draft";
import { QueryProvider } from "@/components/http/query-provider";
import { SwitchedAccount } from "@/components/sign-in/switched-account";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Session } from "@/lib/sign-in/schema";
import { SellerProvided } from "./seller-context";
import { SignInCard } from "./sign-in-card";
import { SignedInLine } from "./signed-in-line";
import { Tabs } from "./tabs";
import { useSessionGate } from "./use-session-gate";

type Props = { config: ClientConfig; rules: SellRules; session: Session; openMessages: number; children: ReactNode };

/**
 * The frame of every page of the seller: the sign-in, once for all of them, the tabs, and who is signed in.
 *
 * @param session of the request that this page answers
 * @param openMessages how many messages of buyers waited for an answer then
 */
export function DashboardFrame(props: Props) {
  return (
    <QueryProvider>
      <Gate {...props} />
    </QueryProvider>
  );
}

function Gate({ config, rules, session: first, openMessages, children }: Props) {
  const { session, signedIn, signOut, forget } = useSessionGate(first);
  if (!session) return <SignInCard config={config} onSignedIn={signedIn} />;
  const limits = { ...rules, maxFileSize: config.maxFileSize };
  return (
    <SellerProvided value={{ config, limits, session, onSignedOut: forget }}>
      <div className="space-y-8">
        <Tabs openMessages={openMessages} />
        <SwitchedAccount config={config} address={session.address} onSignedIn={() => location.reload()} />
        {children}
        <SignedInLine address={session.address} onSignOut={signOut} />
      </div>
    </SellerProvided>
  );
}
