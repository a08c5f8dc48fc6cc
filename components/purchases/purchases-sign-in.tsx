"use client";

import { useWords } from "#i18n";
import { isSignInAsked } from "@/components/http/request";
import { SignInSteps } from "@/components/sign-in/sign-in-steps";
import { useSignIn } from "@/components/sign-in/use-sign-in";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import type { ClientConfig } from "@/lib/client-config/schema";

/** True when the request needs a signature first. */
export function isSignedOut(error: unknown): boolean {
  return isSignInAsked(error);
}

/** Asks for the signature that opens My purchases. */
export function PurchasesSignIn({ config, onSignedIn }: { config: ClientConfig; onSignedIn: () => void }) {
  const t = useWords("purchases");
  const signIn = useSignIn(config, onSignedIn, "/api/purchases/sign-in");
  return (
    <Card className="space-y-4">
      <p>{t("signInWhy")}</p>
      {signIn.state.step !== "failed" && (
        <Button size="lg" wide busy={signIn.state.step !== "idle"} onClick={signIn.start}>
          {t("signIn")}
        </Button>
      )}
      <SignInSteps config={config} signIn={signIn} title={t("chooseWallet")} />
      <p className="text-sm text-ink-soft">{t("noWallet")}</p>
    </Card>
  );
}
