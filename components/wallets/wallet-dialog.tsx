"use client";

import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { PartMissing } from "@/components/ui/part-missing";
import { Spinner } from "@/components/ui/spinner";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Offer } from "@/lib/offers/schema";
import { baseAccountStanding } from "./base-account/offered";
import { TapDialog } from "./base-account/tap-dialog";
import { NoWalletLink } from "./no-wallet-link";
import { OpenInApp } from "./open-in-app";
import { SaidByWallet } from "./said-by-wallet";
import { useHandheld } from "./use-surroundings";
import { useWallets } from "./use-wallets";
import { inOrder, WalletChoices } from "./wallet-choices";
import { WalletHomes } from "./wallet-homes";
import type { WalletChoice } from "./wallet-types";

type Props = {
  config: ClientConfig;
  open: boolean;
  /** What the wallet is for: "Choose a wallet to pay". */
  title: string;
  /** What is paid; absent where the wallet only signs. */
  offer?: Offer | undefined;
  /** The wallet that is being connected: its window may hide behind this one. */
  connecting: string | null;
  trouble: { title: string; detail?: string; said?: string | null } | null;
  /** Above everything else. */
  before?: ReactNode;
  onChoose: (choice: WalletChoice) => void;
  /** Back to the list from a wallet that does not respond. */
  onBack: () => void;
  onClose: () => void;
  /** Other ways to continue: immediately if no wallet is found, else on demand. */
  otherWays?: { summary: string; ways: ReactNode };
};

/** The list of wallets found in this browser. */
export function WalletDialog(props: Props) {
  const { config, open, title, connecting, trouble, onBack, onClose } = props;
  const t = useWords("wallets");
  const found = useWallets(config, open);
  return (
    <>
      <TapDialog />
      <Dialog open={open} title={title} onClose={onClose} tall>
        {props.before}
        {trouble && (
          <Notice role="alert" tone="bad" title={trouble.title}>
            {trouble.detail && <p>{trouble.detail}</p>}
            <SaidByWallet said={trouble.said} />
          </Notice>
        )}
        {connecting && (
          <div className="space-y-3">
            <p role="status" className="flex items-center gap-3 text-sm">
              <Spinner /> <span>{t("allow", { wallet: connecting })}</span>
            </p>
            <Button look="secondary" size="sm" onClick={onBack}>
              {t("chooseAnother")}
            </Button>
          </div>
        )}
        {found.failed !== null && (
          <PartMissing error={found.failed} title={t("partMissing")}>
            <p>{t("partMissingDetail")}</p>
          </PartMissing>
        )}
        {!found.wallets && found.failed === null && (
          <p role="status" className="flex items-center gap-3 text-sm">
            <Spinner /> {t("looking")}
          </p>
        )}
        {found.wallets && !connecting && <Choices {...props} choices={found.choices} />}
      </Dialog>
    </>
  );
}

function Choices({ config, offer, choices: found, onChoose, otherWays }: Props & { choices: WalletChoice[] }) {
  const t = useWords("wallets");
  const choices = inOrder(found, baseAccountStanding(config, offer));
  const installed = choices.some(({ kind }) => kind === "injected" || kind === "walletconnect");
  const hasAccount = choices.some(({ kind }) => kind === "base-account");
  return (
    <>
      {choices.length > 0 && <WalletChoices {...{ config, offer, choices, onChoose }} />}
      {!installed && <p className="text-sm text-ink-soft">{t(hasAccount ? "noneInstalled" : "noneFound")}</p>}
      {otherWays && !installed && otherWays.ways}
      {otherWays && installed && <Details summary={otherWays.summary}>{otherWays.ways}</Details>}
      {!otherWays && installed && (
        <Details summary={t("newToWallets")}>
          <NewToWallets />
        </Details>
      )}
      {!otherWays && !installed && <NewToWallets />}
    </>
  );
}

/** What a wallet is, for somebody who only signs with it, and ways to one. */
function NewToWallets() {
  const t = useWords("wallets");
  const handheld = useHandheld();
  return (
    <div className="space-y-3 text-sm">
      <p>{t("newDetail")}</p>
      {handheld ? (
        <>
          <OpenInApp url={location.origin + location.pathname} />
          <p className="text-ink-soft">{t("appAgain")}</p>
        </>
      ) : (
        <WalletHomes />
      )}
      <NoWalletLink />
    </div>
  );
}
