"use client";

import { ExternalLink, FlaskConical, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Details } from "@/components/ui/details";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { PartMissing } from "@/components/ui/part-missing";
import { Spinner } from "@/components/ui/spinner";
import type { ClientConfig } from "@/lib/client-config/schema";
import { SaidByWallet } from "./said-by-wallet";
import { useWallets } from "./use-wallets";
import { walletApps } from "./wallet-apps";
import type { WalletChoice } from "./wallet-types";
import { walletName } from "./wallet-words";

type Props = {
  config: ClientConfig;
  open: boolean;
  /** What the wallet is for: "Choose a wallet to pay". */
  title: string;
  /** The wallet that is being connected: its window may hide behind this one. */
  connecting: string | null;
  trouble: { title: string; detail?: string; said?: string | null } | null;
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
    <Dialog open={open} title={title} onClose={onClose}>
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
  );
}

function Choices({ choices, onChoose, otherWays }: Props & { choices: WalletChoice[] }) {
  const t = useWords("wallets");
  const none = choices.every(({ kind }) => kind === "demo");
  return (
    <>
      {choices.length > 0 && (
        <ul className="space-y-2">
          {choices.map((choice, at) => (
            <li key={choice.id}>
              <WalletButton choice={choice} nth={nthOfName(choices, at)} onChoose={onChoose} />
            </li>
          ))}
        </ul>
      )}
      {none && <p className="text-sm text-ink-soft">{t("noneFound")}</p>}
      {otherWays && none && otherWays.ways}
      {otherWays && !none && <Details summary={otherWays.summary}>{otherWays.ways}</Details>}
      {!otherWays && (
        <Details summary={t("newToWallets")}>
          <p className="text-sm">{t("newDetail")}</p>
          <WalletHomes />
        </Details>
      )}
    </>
  );
}

/** Which of the wallets with its name one is. */
function nthOfName(choices: WalletChoice[], at: number): number {
  return choices.slice(0, at + 1).filter(({ name, kind }) => name === choices[at]?.name && kind === choices[at]?.kind)
    .length;
}

type ButtonProps = {
  choice: WalletChoice;
  /** Counts the wallets of one name, from 1. */
  nth: number;
  onChoose: (choice: WalletChoice) => void;
};

function WalletButton({ choice, nth, onChoose }: ButtonProps) {
  const t = useWords("wallets");
  const Fallback = choice.kind === "demo" ? FlaskConical : Wallet;
  return (
    <button
      type="button"
      onClick={() => onChoose(choice)}
      className="flex min-h-14 w-full cursor-pointer items-center gap-3 rounded-md border border-line-strong px-4 py-2 text-start hover:bg-sunken"
    >
      {choice.icon ? (
        // biome-ignore lint/performance/noImgElement: a data: picture announced by the wallet, nothing to optimise
        <img src={choice.icon} alt="" className="size-8 rounded-sm" />
      ) : (
        <span className="grid size-8 place-items-center rounded-sm bg-sunken">
          <Fallback aria-hidden="true" className="size-5" />
        </span>
      )}
      <span className="min-w-0 flex-1">
        <bdi className="block font-semibold">
          {walletName(t, choice)}
          {nth > 1 && ` (${nth})`}
        </bdi>
        {choice.kind === "demo" && <span className="block text-xs text-ink-soft">{t("demoDetail")}</span>}
      </span>
      {choice.kind === "demo" && <Badge tone="warn">{t("demo")}</Badge>}
    </button>
  );
}

/** Where to get wallets. */
export function WalletHomes() {
  return (
    <ul className="flex flex-wrap gap-x-5 text-sm">
      {walletApps.map(({ name, home }) => (
        <li key={name}>
          <a
            href={home}
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-9 items-center gap-1.5 pointer-coarse:min-h-11"
          >
            <bdi>{name}</bdi> <ExternalLink aria-hidden="true" className="size-3.5" />
          </a>
        </li>
      ))}
    </ul>
  );
}
