"use client";

import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { FileInfo, Offer } from "@/lib/files/schema";
import type { PurchaseResult } from "@/lib/payments/schema";
import { SellerName } from "../files/seller-name";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { safeStorage } from "../ui/safe-storage";
import { AccessBox } from "./access-box";
import { offerPrice } from "./offer-price";
import { PayButton } from "./pay-button";
import type { PayPanelProps } from "./pay-panel";
import { hasSavedPayment } from "./saved-payment";

type Props = {
  file: FileInfo;
  config: ClientConfig;
  /** A payment that an earlier visit left unfinished. */
  pendingId: string | null;
  /** Shown until it is paid: dates and refunds. */
  children: ReactNode;
};

type Paid = { result: PurchaseResult; recoveryUrl: string | null };

const loadPanel = () => import("./pay-panel").then((module) => module.PayPanel);

/**
 * The price, Pay, and what exactly is paid. Useful before any script runs; the wallet code arrives when Pay is about to
 * be pressed, or at once when a payment waits to be finished.
 */
export function BuyBox({ file, config, pendingId, children }: Props) {
  const [network, setNetwork] = useState(file.offers[0]?.network);
  const [wanted, setWanted] = useState<"pressed" | "resumed" | null>(null);
  const [failed, setFailed] = useState(false);
  const [Panel, setPanel] = useState<ComponentType<PayPanelProps> | null>(null);
  const [paid, setPaid] = useState<Paid | null>(null);
  // What the server asked for last, where that is not what the page was made with.
  const [changed, setChanged] = useState<Offer | null>(null);
  const offer = changed ?? file.offers.find((one) => one.network === network) ?? file.offers[0];

  useEffect(() => {
    if (pendingId || hasSavedPayment(safeStorage("sessionStorage"), file.id)) setWanted("resumed");
  }, [pendingId, file.id]);

  useEffect(() => {
    if (!wanted) return;
    loadPanel().then(
      (loaded) => setPanel(() => loaded),
      () => {
        setWanted(null);
        setFailed(true);
      },
    );
  }, [wanted]);

  if (paid) {
    const { result, recoveryUrl } = paid;
    const { downloadUntil, receipt, versions } = result;
    const boughtVersion = receipt?.version ?? null;
    return <AccessBox file={file} fresh {...{ downloadUntil, receipt, recoveryUrl, versions, boughtVersion }} />;
  }
  if (!offer) return <Notice tone="warn" title="This file cannot be paid for on this server right now." />;

  const price = offerPrice(offer);
  return (
    <div className="space-y-4">
      <p className="text-lg">
        <bdi className="text-2xl font-bold tabular-nums">{price}</bdi>, paid in {offer.symbol} (digital dollars) on{" "}
        {offer.networkName}
      </p>
      {file.offers.length > 1 && !wanted && <NetworkChoice {...{ file, network: offer.network, setNetwork }} />}
      {Panel && wanted ? (
        <Panel
          {...{ file, offer, config, pendingId }}
          resume={wanted === "resumed"}
          onOfferChange={setChanged}
          onPaid={(result, recoveryUrl) => setPaid({ result, recoveryUrl })}
        />
      ) : (
        <PayButton
          price={price}
          busy={wanted !== null}
          onPointerEnter={preload}
          onFocus={preload}
          onClick={() => {
            setFailed(false);
            setWanted("pressed");
          }}
        />
      )}
      {failed && (
        <Notice role="alert" tone="bad" title="The payment part of this page could not be loaded.">
          <p>Nothing was charged. Check your connection and try again.</p>
        </Notice>
      )}
      <noscript>
        <Notice tone="warn" className="mb-4" title="Paying in the browser needs JavaScript.">
          <p>Switch it on for this page, or pay from a program: see Details below.</p>
        </Notice>
      </noscript>
      <div className="space-y-2 text-sm">
        <p>You pay exactly this: no network fee, no account.</p>
        <p className="text-ink-soft">
          Your wallet asks for one signature. It may show <bdi className="font-mono">{offer.amount}</bdi>: that means{" "}
          <bdi>{price}</bdi> to <SellerName seller={file.seller} />, nothing more.
        </p>
      </div>
      {children}
    </div>
  );
}

function preload(): void {
  loadPanel().catch(() => {});
}

type ChoiceProps = { file: FileInfo; network: string; setNetwork: (network: string) => void };

function NetworkChoice({ file, network, setNetwork }: ChoiceProps) {
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="mb-1 text-sm font-semibold">Pay on</legend>
      {file.offers.map((offer) => (
        <Button
          key={offer.network}
          size="sm"
          look={offer.network === network ? "primary" : "secondary"}
          aria-pressed={offer.network === network}
          onClick={() => setNetwork(offer.network)}
        >
          {offer.networkName}
        </Button>
      ))}
    </fieldset>
  );
}
