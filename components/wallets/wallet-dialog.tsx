"use client";

import { ExternalLink, FlaskConical, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import type { ClientConfig } from "@/lib/client-config/schema";
import { Badge } from "../ui/badge";
import { Details } from "../ui/details";
import { Dialog } from "../ui/dialog";
import { Notice } from "../ui/notice";
import { Spinner } from "../ui/spinner";
import { useWallets } from "./use-wallets";
import type { WalletChoice } from "./wallet-types";

type Props = {
  config: ClientConfig;
  open: boolean;
  /** What the wallet is for: "Choose a wallet to pay". */
  title: string;
  /** The wallet that is being connected: its window may hide behind this one. */
  connecting: string | null;
  trouble: { title: string; detail?: string } | null;
  onChoose: (choice: WalletChoice) => void;
  onClose: () => void;
  /** Other ways to go on, shown below the list and first where no wallet is found. */
  otherWays?: ReactNode;
};

/** The list of wallets found in this browser. */
export function WalletDialog({ config, open, title, connecting, trouble, onChoose, onClose, otherWays }: Props) {
  const { wallets, choices, failed } = useWallets(config, open);
  return (
    <Dialog open={open} title={title} onClose={onClose}>
      {trouble && (
        <Notice role="alert" tone="bad" title={trouble.title}>
          {trouble.detail && <p>{trouble.detail}</p>}
        </Notice>
      )}
      {connecting && (
        <p role="status" className="flex items-center gap-3 text-sm">
          <Spinner /> Open {connecting} and allow the connection. Its window may be behind this one.
        </p>
      )}
      {failed && (
        <Notice role="alert" tone="bad" title="The wallet part of this page could not be loaded.">
          <p>Check your connection, close this and try again.</p>
        </Notice>
      )}
      {!wallets && !failed && (
        <p role="status" className="flex items-center gap-3 text-sm">
          <Spinner /> Looking for wallets…
        </p>
      )}
      {wallets && (
        <>
          {choices.length > 0 && (
            <ul className="space-y-2">
              {choices.map((choice) => (
                <li key={choice.id}>
                  <WalletButton choice={choice} disabled={connecting !== null} onChoose={onChoose} />
                </li>
              ))}
            </ul>
          )}
          {choices.every(({ kind }) => kind !== "injected") && (
            <p className="text-sm text-ink-soft">No wallet of yours was found in this browser.</p>
          )}
          {otherWays}
          <Details summary="New to wallets?">
            <WalletHelp />
          </Details>
        </>
      )}
    </Dialog>
  );
}

type ButtonProps = { choice: WalletChoice; disabled: boolean; onChoose: (choice: WalletChoice) => void };

function WalletButton({ choice, disabled, onChoose }: ButtonProps) {
  const Fallback = choice.kind === "demo" ? FlaskConical : Wallet;
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={() => onChoose(choice)}
      className="flex min-h-14 w-full cursor-pointer items-center gap-3 rounded-md border border-line-strong px-4 py-2 text-start hover:bg-sunken disabled:cursor-not-allowed disabled:opacity-60"
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
        <span className="block font-semibold">{choice.name}</span>
        {choice.kind === "demo" && (
          <span className="block text-xs text-ink-soft">
            A test key made in this browser, with play money. It signs by itself.
          </span>
        )}
      </span>
      {choice.kind === "demo" && <Badge tone="warn">Demo</Badge>}
    </button>
  );
}

const known = [
  { name: "MetaMask", url: "https://metamask.io/download" },
  { name: "Rabby", url: "https://rabby.io" },
  { name: "Base (Coinbase Wallet)", url: "https://www.coinbase.com/wallet" },
];

function WalletHelp() {
  return (
    <div className="space-y-2 text-sm">
      <p>
        A wallet is an app or browser extension that holds your digital dollars. Install one, add USDC, then come back
        to this page. Some that work:
      </p>
      <ul className="space-y-1">
        {known.map(({ name, url }) => (
          <li key={name}>
            <a href={url} target="_blank" rel="noreferrer" className="inline-flex min-h-9 items-center gap-1.5">
              {name} <ExternalLink aria-hidden="true" className="size-3.5" />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
