"use client";

import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { WalletAction } from "@/components/wallets/use-wallet-action";
import { WalletActionSteps } from "@/components/wallets/wallet-action-steps";
import type { ClientConfig } from "@/lib/client-config/schema";

type Props = {
  config: ClientConfig;
  signIn: WalletAction;
  /** The title of the list of wallets. */
  title?: string;
};

/** The dialog and the texts of signing in; the button that starts it is on the page. */
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
