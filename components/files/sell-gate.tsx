"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { QueryProvider } from "@/components/http/query-provider";
import { sessionQuery } from "@/components/sign-in/queries";
import { SignInSteps } from "@/components/sign-in/sign-in-steps";
import { useSignIn } from "@/components/sign-in/use-sign-in";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Spinner } from "@/components/ui/spinner";
import type { ClientConfig } from "@/lib/client-config/schema";
import { MayNotSell } from "./may-not-sell";
import { Sell } from "./sell";
import type { SellRules } from "./sell-draft";

type Props = { config: ClientConfig; rules: SellRules };

/** Selling where only some wallets may: sign in first, so that nobody uploads a file and is refused after that. */
export function SellGate(props: Props) {
  return (
    <QueryProvider>
      <Gate {...props} />
    </QueryProvider>
  );
}

function Gate({ config, rules }: Props) {
  const t = useWords("sell");
  const client = useQueryClient();
  const { data: session, isPending } = useQuery(sessionQuery);
  const signIn = useSignIn(config, (signedIn) => client.setQueryData(sessionQuery.queryKey, signedIn));
  if (session?.maySell) return <Sell config={config} rules={rules} />;
  if (isPending) {
    return (
      <p role="status" className="flex items-center justify-center gap-3 py-16 text-ink-soft">
        <Spinner /> {t("formLoading")}
      </p>
    );
  }
  return (
    <Card className="space-y-4">
      {session ? <MayNotSell address={session.address} onOther={signIn.chooseAnother} /> : <p>{t("gateWhy")}</p>}
      {!session && signIn.state.step !== "failed" && (
        <Button size="lg" wide busy={signIn.state.step !== "idle"} onClick={signIn.start}>
          {t("gateSignIn")}
        </Button>
      )}
      <SignInSteps config={config} signIn={signIn} />
    </Card>
  );
}
