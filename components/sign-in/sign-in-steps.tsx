"use client";

import { useWords } from "#i18n";
import type { ClientConfig } from "@/lib/client-config/schema";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { WalletDialog } from "../wallets/wallet-dialog";
import type { SignIn } from "./use-sign-in";

type Props = {
  config: ClientConfig;
  signIn: SignIn;
  /** What the list of wallets is called. */
  title?: string;
};

/** The dialog and the words of signing in; the button that starts it belongs to the page. */
export function SignInSteps({ config, signIn, title }: Props) {
  const t = useWords("sell");
  const ui = useWords("ui");
  const { state } = signIn;
  return (
    <>
      <WalletDialog
        config={config}
        open={state.step === "choosing" || state.step === "connecting"}
        title={title ?? t("chooseWallet")}
        connecting={state.step === "connecting" ? state.wallet : null}
        trouble={state.step === "choosing" ? state.trouble : null}
        onChoose={signIn.choose}
        onBack={signIn.chooseAnother}
        onClose={signIn.cancel}
      />
      {state.step === "signing" && (
        <Notice role="status" title={t("confirmInWallet")}>
          <p>{t.rich("walletAsks", { wallet: <bdi>{state.wallet}</bdi> })}</p>
          <Button look="secondary" size="sm" onClick={signIn.cancel}>
            {t("cancel")}
          </Button>
        </Notice>
      )}
      {state.step === "failed" && (
        <Notice role="alert" tone="bad" title={state.trouble.title}>
          {state.trouble.detail && <p>{state.trouble.detail}</p>}
          <div className="flex flex-wrap gap-2">
            <Button size="sm" onClick={signIn.start}>
              {ui("tryAgain")}
            </Button>
            <Button look="secondary" size="sm" onClick={signIn.chooseAnother}>
              {t("anotherWallet")}
            </Button>
          </div>
        </Notice>
      )}
    </>
  );
}
