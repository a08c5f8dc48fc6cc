"use client";

import { type ReactNode, useEffect, useState } from "react";
import { useLocale, useWords } from "#i18n";
import { offerPrice } from "@/components/offers/offer-price";
import { AccessBoxLater } from "@/components/payments/access/access-box-later";
import { OfflineNote } from "@/components/payments/download/offline-note";
import { hasSavedPayment } from "@/components/payments/wire/saved-payment";
import { PartMissing } from "@/components/ui/part-missing";
import { safeStorage } from "@/components/ui/safe-storage";
import type { ClientConfig } from "@/lib/client-config/schema";
import { AddWords } from "@/lib/i18n/words-context";
import type { Offer } from "@/lib/offers/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import type { PurchaseResult } from "@/lib/shop/schema";
import { takeEarlyTap } from "./early-tap";
import { PayButton } from "./pay-button";
import { usePayPanel } from "./use-pay-panel";
import { askForWaiver } from "./waiver";
import { NetworkChoice, NotPayable, Price } from "./what-is-paid";

type Props = {
  file: FileInfo;
  config: ClientConfig;
  /** A payment that an earlier visit left unfinished. */
  pendingId: string | null;
  /** What to do without JavaScript. */
  noScript: ReactNode;
  /** Shown before Pay: what the buyer has to agree to. */
  beforePay: ReactNode;
  /** Shown until the payment: what is promised, and questions. */
  children: ReactNode;
};

type Paid = { result: PurchaseResult; recoveryUrl: string | null; again: boolean };

/** The price, Pay, and, after the payment, the purchase. */
export function BuyBox(props: Props) {
  const { file } = props;
  const [paid, setPaid] = useState<Paid | null>(null);
  if (!paid) return <Buy {...props} onPaid={(result, recoveryUrl, again) => setPaid({ result, recoveryUrl, again })} />;

  const { result, recoveryUrl, again } = paid;
  const { downloadUntil, receipt, versions } = result;
  const boughtVersion = receipt?.version ?? null;
  return (
    <div className="space-y-5">
      <AccessBoxLater
        file={file}
        fresh
        again={again}
        {...{ downloadUntil, receipt, recoveryUrl, versions, boughtVersion }}
      />
      <OfflineNote />
    </div>
  );
}

type BuyProps = Props & { onPaid: (result: PurchaseResult, recoveryUrl: string | null, again: boolean) => void };

/**
 * The price and Pay. Useful before any script runs; the wallet code is loaded when Pay is about to
 * be pressed, or immediately if there is an unfinished payment.
 */
function Buy({ file, config, pendingId, noScript, beforePay, children, onPaid }: BuyProps) {
  const t = useWords("buy");
  const locale = useLocale();
  const [network, setNetwork] = useState(file.offers[0]?.network);
  const [wanted, setWanted] = useState<{ resumed: boolean; attempt: number }>({ resumed: false, attempt: 0 });
  // The server's newest terms, if they differ from those of the page.
  const [changed, setChanged] = useState<Offer | null>(null);
  const { loaded, failed, preload } = usePayPanel(locale, wanted.attempt);
  const offer = changed ?? file.offers.find((one) => one.network === network) ?? file.offers[0];

  useEffect(() => {
    const waiting = pendingId || hasSavedPayment(safeStorage("sessionStorage"), file.id);
    if (waiting) setWanted({ resumed: true, attempt: 1 });
  }, [pendingId, file.id]);

  // Tapped before this page was alive.
  useEffect(() => {
    if (takeEarlyTap() && askForWaiver()) setWanted(({ attempt }) => ({ resumed: false, attempt: attempt + 1 }));
  }, []);

  if (!offer) return <NotPayable />;
  return (
    <div className="space-y-4">
      <Price offer={offer} />
      {file.offers.length > 1 && wanted.attempt === 0 && (
        <NetworkChoice offers={file.offers} network={offer.network} onChoose={setNetwork} />
      )}
      {noScript}
      <div className="needs-script space-y-4">
        {beforePay}
        {loaded ? (
          <AddWords locale={locale} messages={loaded.messages}>
            <loaded.Panel
              {...{ file, offer, config, pendingId, onPaid }}
              resume={wanted.resumed}
              onOfferChange={setChanged}
            />
          </AddWords>
        ) : (
          <PayButton
            price={offerPrice(offer, t.locale)}
            busy={wanted.attempt > 0 && failed === null}
            words={wanted.attempt > 0 && failed === null ? t("opening") : undefined}
            onPointerEnter={preload}
            onPointerDown={preload}
            onFocus={preload}
            onClick={() => askForWaiver() && setWanted(({ attempt }) => ({ resumed: false, attempt: attempt + 1 }))}
          />
        )}
        {failed !== null && (
          <div ref={show}>
            <PartMissing error={failed} reloads title={t("partMissing")}>
              <p>{t("partMissingDetail")}</p>
            </PartMissing>
          </div>
        )}
      </div>
      {children}
    </div>
  );
}

/** On a phone Pay is at the lower edge, and this may be out of sight. */
const show = (element: HTMLElement | null) => element?.scrollIntoView({ block: "nearest" });
