"use client";

import { useState } from "react";
import { QueryProvider } from "@/components/http/query-provider";
import { startDownload } from "@/components/payments/download/download";
import { keepOnPage } from "@/components/payments/wire/page-claims";
import { createPayApi } from "@/components/payments/wire/pay-api";
import { keepRecoveryUrl, paymentMemory } from "@/components/payments/wire/saved-payment";
import { newClaimToken, nonceOf } from "@/components/payments/wire/x402";
import { safeStorage } from "@/components/ui/safe-storage";
import { loadWallets } from "@/components/wallets/load-wallets";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Offer } from "@/lib/offers/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import type { PurchaseResult } from "@/lib/shop/schema";
import { agreeOnOffer } from "./agree-on-offer";
import { OtherWays } from "./other-ways";
import { PayFlow, type Presented } from "./pay-flow";
import { Paying } from "./paying";
import { waitOrOnline } from "./wait-or-online";
import { askForWaiver, isWaiverGiven } from "./waiver";

export type PayPanelProps = {
  file: FileInfo;
  offer: Offer;
  config: ClientConfig;
  /** A payment that an earlier visit left unfinished. */
  pendingId: string | null;
  /** True after a reload: continues with the signed authorization, without asking. */
  resume: boolean;
  /** The server's current terms, if they differ from those on the page. */
  onOfferChange: (offer: Offer) => void;
  /** `again`: nothing was charged, since this buyer has the file already. */
  onPaid: (result: PurchaseResult, recoveryUrl: string | null, again: boolean) => void;
};

/** Paying, once Pay was pressed. Loaded with the wallet code, after the page. */
export function PayPanel(props: PayPanelProps) {
  return (
    <QueryProvider>
      <Panel {...props} />
    </QueryProvider>
  );
}

/** Whether what was presented paid for this access: a payer who has the file is given it again, and the signature is not used. */
function isCharged({ receipt }: PurchaseResult, presented: Presented): boolean {
  if (presented === "nothing") return false;
  return presented === null || receipt === null || nonceOf(presented.header) === receipt.nonce.toLowerCase();
}

function createFlow({ file, offer, config, onPaid }: PayPanelProps): PayFlow {
  const api = createPayApi(file.id);
  return new PayFlow({
    offer,
    agree: (challenge, shown) => agreeOnOffer(challenge, { offer: shown, goods: file, api }),
    recoveryUrlOf: (claimToken) => `${config.appUrl}/r#${claimToken}`,
    api,
    memory: paymentMemory(safeStorage("sessionStorage"), file.id),
    loadWallets: () => loadWallets(config),
    newClaimToken,
    randomBytes: () => crypto.getRandomValues(new Uint8Array(32)),
    now: Date.now,
    wait: waitOrOnline,
    askForWaiver,
    isWaiverGiven,
    onPaid(result, recoveryUrl, presented) {
      if (recoveryUrl) keepRecoveryUrl(safeStorage("sessionStorage"), file.id, recoveryUrl);
      const [, claimToken] = recoveryUrl?.split("#") ?? [];
      if (claimToken) keepOnPage(file.id, claimToken);
      startDownload(result.ticketUrl);
      onPaid(result, recoveryUrl, !isCharged(result, presented));
    },
  });
}

function Panel(props: PayPanelProps) {
  const { file, offer, config, pendingId, resume, onOfferChange } = props;
  const [flow] = useState(() => createFlow(props));
  return (
    <Paying
      {...{ flow, offer, config, pendingId, resume, onOfferChange }}
      title={file.title}
      givenAgain
      otherWays={<OtherWays file={file} offer={offer} config={config} />}
    />
  );
}
