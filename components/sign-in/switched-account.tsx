"use client";

import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { ShortCode } from "@/components/ui/code";
import { Notice } from "@/components/ui/notice";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Session } from "@/lib/sign-in/schema";
import type { SignInDoor } from "./sign-in";
import { SignInSteps } from "./sign-in-steps";
import { useSignIn } from "./use-sign-in";
import { useSwitchedAccount } from "./use-switched-account";

type Props = {
  config: ClientConfig;
  /** Who is signed in. */
  address: string;
  door?: SignInDoor;
  /** Signed in as the other one. */
  onSignedIn: (session: Session) => void;
};

/** Says that the wallet is on another account than the one that is signed in, and offers to sign in with that. */
export function SwitchedAccount({ config, address, door, onSignedIn }: Props) {
  const t = useWords("wallets");
  const other = useSwitchedAccount(config, address);
  const signIn = useSignIn(config, onSignedIn, door);
  if (!other) return null;
  const wallet = <ShortCode code={other} />;
  return (
    <>
      <Notice role="status" tone="warn" title={t.rich("switchedTitle", { wallet })}>
        <p>{t.rich("switchedDetail", { session: <ShortCode code={address} /> })}</p>
        <Button
          type="button"
          look="secondary"
          size="sm"
          busy={!["idle", "failed"].includes(signIn.state.step)}
          onClick={signIn.start}
        >
          {t.rich("switchedSignIn", { wallet })}
        </Button>
      </Notice>
      <SignInSteps config={config} signIn={signIn} />
    </>
  );
}
