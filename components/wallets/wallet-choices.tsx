"use client";

import { Fingerprint, FlaskConical, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { Badge } from "@/components/ui/badge";
import { formatMoney } from "@/components/ui/format";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Words } from "@/lib/i18n/words";
import type { Offer } from "@/lib/offers/schema";
import { baseAccountStanding, type Standing } from "./base-account/offered";
import type { WalletChoice } from "./wallet-types";
import { walletName } from "./wallet-words";

type Props = {
  config: ClientConfig;
  /** What is paid; absent where the wallet only signs. */
  offer?: Offer | undefined;
  choices: readonly WalletChoice[];
  onChoose: (choice: WalletChoice) => void;
};

/** Base Account where it belongs: before the others if somebody without a wallet can pay with it, else behind them. */
export function inOrder(choices: readonly WalletChoice[], { place }: Standing): WalletChoice[] {
  const others = choices.filter(({ kind }) => kind !== "base-account");
  const account = place === "no" ? [] : choices.filter(({ kind }) => kind === "base-account");
  return place === "first" ? [...account, ...others] : [...others, ...account];
}

/** The wallets that can be chosen, and the lowest price that each kind can pay. */
export function WalletChoices({ config, offer, choices, onChoose }: Props) {
  const t = useWords("wallets");
  const standing = baseAccountStanding(config, offer);
  return (
    <>
      <ul className="space-y-2">
        {choices.map((choice, at) => (
          <li key={choice.id}>
            <WalletButton choice={choice} nth={nthOfName(choices, at)} onChoose={onChoose}>
              {detailOf(t, choice, standing, offer !== undefined)}
            </WalletButton>
          </li>
        ))}
      </ul>
      {offer && <CheapestPrice {...{ config, offer, standing }} />}
    </>
  );
}

function detailOf(t: Words<"wallets">, { kind }: WalletChoice, { place, from }: Standing, pays: boolean) {
  if (kind === "demo") return t("demoDetail");
  if (kind !== "base-account") return null;
  if (!pays) return t("accountDetail");
  if (from === null) return place === "last" ? t("accountKnown") : t("accountDetail");
  const price = <bdi>{formatMoney(from, t.locale)}</bdi>;
  if (place === "last") return t.rich("accountTooLow", { price });
  return (
    <>
      {t("accountDetail")} {t.rich("accountFrom", { price })}
    </>
  );
}

type CheapestProps = { config: ClientConfig; offer: Offer; standing: Standing };

function CheapestPrice({ config, offer, standing }: CheapestProps) {
  const t = useWords("wallets");
  const network = config.networks.find(({ caip2 }) => caip2 === offer.network);
  const cheapest = network && config.cheapest[network.chainId];
  if (!cheapest) return null;
  const money = (microUsd: bigint) => <bdi>{formatMoney(microUsd, t.locale)}</bdi>;
  const values = { network: <bdi>{network.name}</bdi>, usual: money(BigInt(cheapest.usual)) };
  const { from } = standing;
  return (
    <p className="text-xs text-ink-soft">
      {from === null ? t.rich("cheapest", values) : t.rich("cheapestNew", { ...values, first: money(from) })}
    </p>
  );
}

/** Which of the wallets with its name one is. */
function nthOfName(choices: readonly WalletChoice[], at: number): number {
  return choices.slice(0, at + 1).filter(({ name, kind }) => name === choices[at]?.name && kind === choices[at]?.kind)
    .length;
}

type ButtonProps = {
  choice: WalletChoice;
  /** Counts the wallets of one name, from 1. */
  nth: number;
  onChoose: (choice: WalletChoice) => void;
  children: ReactNode;
};

const SIGNS: Record<WalletChoice["kind"], typeof Wallet> = {
  "base-account": Fingerprint,
  demo: FlaskConical,
  injected: Wallet,
  walletconnect: Wallet,
};

function WalletButton({ choice, nth, onChoose, children }: ButtonProps) {
  const t = useWords("wallets");
  const Sign = SIGNS[choice.kind];
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
        <span className="grid size-8 shrink-0 place-items-center rounded-sm bg-sunken">
          <Sign aria-hidden="true" className="size-5" />
        </span>
      )}
      <span className="min-w-0 flex-1">
        <span className="block font-semibold">
          <bdi>
            {walletName(t, choice)}
            {nth > 1 && ` (${nth})`}
          </bdi>
        </span>
        {children !== null && <span className="block text-xs text-ink-soft">{children}</span>}
      </span>
      {choice.kind === "demo" && <Badge tone="warn">{t("demo")}</Badge>}
    </button>
  );
}
