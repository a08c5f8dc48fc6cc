"use client";

import { useWords } from "#i18n";
import type { ClientConfig } from "@/lib/client-config/schema";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { WalletDialog } from "../wallets/wallet-dialog";
import type { WalletAction } from "./use-wallet-action";

/** The list of wallets and what went wrong; the button that starts the action belongs to its form. */
export function WalletSteps({ config, action }: { config: ClientConfig; action: WalletAction }) {
  const t = useWords("creators");
  const ui = useWords("ui");
  const { state } = action;
  return (
    <>
      <WalletDialog
        config={config}
        open={state.step === "choosing" || state.step === "connecting"}
        title={t("chooseWallet")}
        connecting={state.step === "connecting" ? state.wallet : null}
        trouble={null}
        onChoose={action.choose}
        onBack={action.chooseAnother}
        onClose={action.cancel}
      />
      {state.step === "working" && (
        <p role="status" className="text-sm text-ink-soft">
          {t("confirmInWallet")}
        </p>
      )}
      {state.step === "failed" && (
        <Notice role="alert" tone="bad" title={state.trouble.title}>
          {state.trouble.detail && <p>{state.trouble.detail}</p>}
          <div className="flex flex-wrap gap-2">
            <Button size="sm" onClick={action.start}>
              {ui("tryAgain")}
            </Button>
            <Button look="secondary" size="sm" onClick={action.chooseAnother}>
              {t("anotherWallet")}
            </Button>
          </div>
        </Notice>
      )}
    </>
  );
}
