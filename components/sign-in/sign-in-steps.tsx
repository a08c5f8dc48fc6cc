"use client";

import type { ClientConfig } from "@/lib/client-config/schema";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { WalletDialog } from "../wallets/wallet-dialog";
import type { SignIn } from "./use-sign-in";

/** The dialog and the words of signing in; the button that starts it belongs to the page. */
export function SignInSteps({ config, signIn }: { config: ClientConfig; signIn: SignIn }) {
  const { state } = signIn;
  return (
    <>
      <WalletDialog
        config={config}
        open={state.step === "choosing" || state.step === "connecting"}
        title="Choose the wallet you sell with"
        connecting={state.step === "connecting" ? state.wallet : null}
        trouble={state.step === "choosing" ? state.trouble : null}
        onChoose={signIn.choose}
        onClose={signIn.cancel}
      />
      {state.step === "signing" && (
        <Notice role="status" title="Confirm in your wallet…">
          <p>{state.wallet} asks for one signature to sign you in. It costs nothing and moves no money.</p>
          <Button look="secondary" size="sm" onClick={signIn.cancel}>
            Cancel
          </Button>
        </Notice>
      )}
      {state.step === "failed" && (
        <Notice role="alert" tone="bad" title={state.trouble.title}>
          {state.trouble.detail && <p>{state.trouble.detail}</p>}
          <div className="flex flex-wrap gap-2">
            <Button size="sm" onClick={signIn.start}>
              Try again
            </Button>
            <Button look="secondary" size="sm" onClick={signIn.chooseAnother}>
              Use another wallet
            </Button>
          </div>
        </Notice>
      )}
    </>
  );
}
