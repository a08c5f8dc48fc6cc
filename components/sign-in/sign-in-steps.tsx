"use client";

import { useWords } from "#i18n";
import type { ClientConfig } from "@/lib/client-config/schema";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import type { WalletAction } from "../wallets/use-wallet-action";
import { WalletActionSteps } from "../wallets/wallet-action-steps";

type Props = {
  config: ClientConfig;
  signIn: WalletAction;
  /** What the list of wallets is called. */
  title?: string;
};

/** The dialog and the words of signing in; the button that starts it belongs to the page. */
export function SignInSteps({ config, signIn, title }: Props) {
  const t = useWords("sell");
  return (
    <WalletActionSteps
      config={config}
      action={signIn}
      title={title ?? t("chooseWallet")}
      another={t("anotherWallet")}
      working={(wallet) => (
        <Notice role="status" title={t("confirmInWallet")}>
          <p>{t.rich("walletAsks", { wallet: <bdi>{wallet}</bdi> })}</p>
          <Button look="secondary" size="sm" onClick={signIn.cancel}>
            {t("cancel")}
          </Button>
        </Notice>
      )}
    />
  );
}
