"use client";

import { useWords } from "#i18n";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { WalletAction } from "../wallets/use-wallet-action";
import { WalletActionSteps } from "../wallets/wallet-action-steps";

/** The steps of what a seller confirms with a wallet; the button that starts it belongs to its form. */
export function WalletSteps({ config, action }: { config: ClientConfig; action: WalletAction }) {
  const t = useWords("creators");
  return (
    <WalletActionSteps
      config={config}
      action={action}
      title={t("chooseWallet")}
      another={t("anotherWallet")}
      working={() => (
        <p role="status" className="text-sm text-ink-soft">
          {t("confirmInWallet")}
        </p>
      )}
    />
  );
}
