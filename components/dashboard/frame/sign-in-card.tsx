import { useWords } from "#i18n";
import { SignInSteps } from "@/components/sign-in/sign-in-steps";
import { useSignIn } from "@/components/sign-in/use-sign-in";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useAlive } from "@/components/ui/use-alive";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Session } from "@/lib/sign-in/schema";

/** The sign-in, in the place of a page of the seller. */
export function SignInCard({ config, onSignedIn }: { config: ClientConfig; onSignedIn: (session: Session) => void }) {
  const t = useWords("sellers");
  const signIn = useSignIn(config, onSignedIn);
  const isAlive = useAlive();
  return (
    <Card className="mx-auto max-w-lg space-y-4">
      <h1 className="text-xl">{t("signInTitle")}</h1>
      <p>{t("signInWhy")}</p>
      {signIn.state.step === "failed" ? null : (
        <Button size="lg" wide busy={signIn.state.step !== "idle"} disabled={!isAlive} onClick={signIn.start}>
          {t("connectAndSignIn")}
        </Button>
      )}
      <SignInSteps config={config} signIn={signIn} />
    </Card>
  );
}
