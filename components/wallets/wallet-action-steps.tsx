"use client";

import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Updated } from "@/components/ui/part-missing";
import type { ClientConfig } from "@/lib/client-config/schema";
import { SaidByWallet } from "./said-by-wallet";
import type { WalletAction } from "./use-wallet-action";
import { WalletDialog } from "./wallet-dialog";

type Props = {
  config: ClientConfig;
  action: WalletAction;
  /** The title of the list of wallets. */
  title: string;
  /** The button that leads back to that list. */
  another: string;
  /** While the wallet with this name asks, or the server works: one sentence, or more. */
  working: string | ((wallet: string) => ReactNode);
};

/** The list of wallets and what went wrong; the button that starts the action belongs to the page. */
export function WalletActionSteps({ config, action, title, another, working }: Props) {
  const ui = useWords("ui");
  const { state } = action;
  return (
    <>
      <WalletDialog
        config={config}
        open={state.step === "choosing" || state.step === "connecting"}
        title={title}
        connecting={state.step === "connecting" ? state.wallet : null}
        trouble={null}
        onChoose={action.choose}
        onBack={action.chooseAnother}
        onClose={action.cancel}
      />
      {state.step === "working" && (typeof working === "string" ? <Asking words={working} /> : working(state.wallet))}
      {state.step === "failed" && state.trouble.updated && <Updated />}
      {state.step === "failed" && !state.trouble.updated && (
        <Notice role="alert" tone="bad" title={state.trouble.title}>
          {state.trouble.detail && <p>{state.trouble.detail}</p>}
          <SaidByWallet said={state.trouble.said} />
          <div className="flex flex-wrap gap-2">
            <Button size="sm" onClick={action.start}>
              {ui("tryAgain")}
            </Button>
            <Button look="secondary" size="sm" onClick={action.chooseAnother}>
              {another}
            </Button>
          </div>
        </Notice>
      )}
    </>
  );
}

function Asking({ words }: { words: string }) {
  return (
    <p role="status" className="text-sm text-ink-soft">
      {words}
    </p>
  );
}
