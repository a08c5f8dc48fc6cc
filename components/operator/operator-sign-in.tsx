"use client";

import { useEffect } from "react";
import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { SignInSteps } from "@/components/sign-in/sign-in-steps";
import { useSignIn } from "@/components/sign-in/use-sign-in";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Operator } from "@/lib/operator/schema";

/** Asks for the signature that opens the operator's page. */
export function OperatorSignIn({ config }: { config: ClientConfig }) {
  const t = useWords("operator");
  const signIn = useSignIn(config, () => location.reload(), "/api/operator/sign-in");

  // By a link from another site, as in a mail, the browser opens the page without the cookie. From here it is sent.
  useEffect(() => {
    requestJson<Operator | null>("/api/operator/sign-in").then(
      (operator) => {
        if (operator) location.reload();
      },
      () => {},
    );
  }, []);

  return (
    <Card className="mx-auto max-w-lg space-y-4">
      <h1 className="text-xl">{t("title")}</h1>
      <p>{t("signInWhy")}</p>
      {signIn.state.step !== "failed" && (
        <Button size="lg" wide busy={signIn.state.step !== "idle"} onClick={signIn.start}>
          {t("signIn")}
        </Button>
      )}
      <SignInSteps config={config} signIn={signIn} title={t("chooseWallet")} />
    </Card>
  );
}
