"use client";

import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useEffect } from "react";
import { useWords } from "#i18n";
import { tokenAmount } from "@/components/offers/offer-price";
import { Button, ButtonLink } from "@/components/ui/button";
import { Copyable } from "@/components/ui/copyable";
import { Details } from "@/components/ui/details";
import { Notice } from "@/components/ui/notice";
import { QrCode } from "@/components/ui/qr-code";
import { isTraded, moneyLink } from "@/components/wallets/money-link";
import { formatAtomic } from "@/lib/money";
import type { Offer } from "@/lib/offers/schema";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { FaucetButton } from "./faucet-button";
import { balanceQuery } from "./queries";

type Props = {
  offer: Offer;
  network: Network | undefined;
  payer: string;
  /** Atomic units, as last known. */
  missing: string;
  /** Until when the existing signature can be presented (ms); null before the first one. */
  signedUntil: number | null;
  devnet: boolean;
  /** Where dollars are bought, as the operator has it. */
  onrampUrl: string | undefined;
  onFunded: () => void;
  /** The payer claims that this wallet bought the file before: a signature proves it, and nothing is charged. */
  onAlreadyPaid?: (() => void) | undefined;
  onOtherWallet: () => void;
};

/** What to do when the wallet has too little: how much is missing, where to send it, and a page that detects it. */
export function NoFundsPanel(props: Props) {
  const { offer, network, payer, signedUntil, devnet, onrampUrl, onFunded, onAlreadyPaid, onOtherWallet } = props;
  const t = useWords("payments");
  // Checked every few seconds and rendered again, so that the text changes when the signature expires.
  const { data: balance } = useQuery({ ...balanceQuery(offer.network, payer), notifyOnChangeProps: "all" });
  const enough = balance != null && BigInt(balance) >= BigInt(offer.amount);
  const missing = balance == null ? BigInt(props.missing) : BigInt(offer.amount) - BigInt(balance);
  const place = { token: offer.symbol, network: offer.networkName };

  useEffect(() => {
    if (enough) onFunded();
  }, [enough, onFunded]);

  if (enough) return null;
  const shortfall = <bdi>{tokenAmount(missing, offer.decimals, t.locale)}</bdi>;
  return (
    <Notice role="alert" tone="warn" title={t.rich("funds", { missing: shortfall, ...place })}>
      <p>{signedUntil === null ? t("fundsNotice") : Date.now() < signedUntil ? t("fundsSigned") : t("fundsExpired")}</p>
      <div className="space-y-1 text-ink">
        <p className="text-xs">{t("fundsSend", place)}</p>
        <Copyable text={payer} copyLabel={t("copyAddress")} />
      </div>
      {onrampUrl && network && isTraded(network, devnet) && (
        <div className="space-y-1 text-ink">
          <ButtonLink
            href={moneyLink(onrampUrl, { address: payer, network, amount: formatAtomic(missing, offer.decimals) })}
            target="_blank"
            rel="noreferrer"
            wide
          >
            {t("buyDollars")} <ExternalLink aria-hidden="true" className="size-4" />
          </ButtonLink>
          <p className="text-xs">{t("buyDollarsDetail", { site: new URL(onrampUrl).host })}</p>
        </div>
      )}
      {devnet && <FaucetButton address={payer} />}
      <div className="flex flex-wrap gap-2">
        <Button look="secondary" size="sm" onClick={onOtherWallet}>
          {t("otherWallet")}
        </Button>
        {onAlreadyPaid && signedUntil === null && (
          <Button look="quiet" size="sm" className="-ms-3 text-start!" onClick={onAlreadyPaid}>
            {t("alreadyBought")}
          </Button>
        )}
      </div>
      <Details summary={t("addressQr")}>
        <QrCode text={payer} label={t("addressQrLabel")} />
      </Details>
      {!devnet && (
        <Details summary={t("getToken", place)}>
          <WhereToGet offer={offer} testnet={network?.testnet ?? false} />
        </Details>
      )}
    </Notice>
  );
}

function WhereToGet({ offer, testnet }: { offer: Offer; testnet: boolean }) {
  const t = useWords("payments");
  const place = { token: offer.symbol, network: offer.networkName };
  // Circle, the issuer of USDC, gives away test USDC: https://developers.circle.com/stablecoins/usdc-contract-addresses
  const faucet = (words: React.ReactNode) => (
    <a href="https://faucet.circle.com" target="_blank" rel="noreferrer">
      {words}
    </a>
  );
  return (
    <div className="space-y-3 text-ink">
      <p>{testnet ? t.rich("getFromFaucet", { ...place, link: faucet }) : t("getFromExchange", place)}</p>
      <p>{t("getFromFriend", place)}</p>
      <div className="space-y-1">
        <p className="text-xs">{t("tokenContract", place)}</p>
        <Copyable text={offer.asset} copyLabel={t("copyToken")} />
      </div>
    </div>
  );
}
