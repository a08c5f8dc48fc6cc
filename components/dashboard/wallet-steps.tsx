"use client";

import { useWords } from "#i18n";
import type { WalletAction } from "@/components/wallets/use-wallet-action";
import { WalletActionSteps } from "@/components/wallets/wallet-action-steps";
import type { ClientConfig } from "@/lib/client-config/schema";

/** The steps of an action that a seller confirms with a wallet; the button that starts it is in its form. */
export function WalletSteps({ config, action }: { config: ClientConfig; action: WalletAction }) {
  const t = useWords("sellers");
  return (
    <WalletActionSteps
      config={config}
      action={action}
      title={t("chooseWallet")}
      another={t("anotherWallet")}
      working={t("confirmInWallet")}
    />
  );
}
