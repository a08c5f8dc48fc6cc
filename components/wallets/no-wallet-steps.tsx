"use client";

import { useWords } from "#i18n";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Offer } from "@/lib/offers/schema";
import { baseAccountStanding } from "./base-account/offered";
import { isTraded } from "./money-link";
import { NoWalletLink } from "./no-wallet-link";

type Props = { config: ClientConfig; offer: Offer; price: string };

/** From no wallet to a payment: what to do, and how long it takes. */
export function NoWalletSteps({ config, offer, price: exact }: Props) {
  const t = useWords("wallets");
  const network = config.networks.find(({ caip2 }) => caip2 === offer.network);
  const byCard = config.onrampUrl !== undefined && network !== undefined && isTraded(network, config.devnet);
  const price = <bdi>{exact}</bdi>;
  return (
    <section aria-label={t("stepsTitle")} className="space-y-2 text-sm">
      <h3 className="text-base font-semibold">{t("stepsTitle")}</h3>
      <ol className="list-decimal space-y-1 ps-5">
        <li>{t(baseAccountStanding(config, offer).place === "first" ? "stepGetAccount" : "stepGet")}</li>
        <li>
          {byCard
            ? t.rich("stepFundCard", { price })
            : t.rich("stepFund", { price, token: offer.symbol, network: <bdi>{offer.networkName}</bdi> })}
        </li>
        <li>{t("stepBack")}</li>
      </ol>
      <NoWalletLink />
    </section>
  );
}
