"use client";

import { useState } from "react";
import { QueryProvider } from "@/components/http/query-provider";
import { PayFlow } from "@/components/payments/pay/pay-flow";
import { Paying } from "@/components/payments/pay/paying";
import { waitOrOnline } from "@/components/payments/pay/wait-or-online";
import { paymentMemory } from "@/components/payments/wire/saved-payment";
import { newClaimToken } from "@/components/payments/wire/x402";
import { safeStorage } from "@/components/ui/safe-storage";
import { loadWallets } from "@/components/wallets/load-wallets";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Offer } from "@/lib/offers/schema";
import { type Begun, begin, endBegun, loadBegun } from "./begun";
import { type Goods, requestFor, targetOf } from "./goods";
import { agreeOnPrice } from "./read-price";
import { createStorageApi, type StoragePaid } from "./storage-api";

type Props = {
  config: ClientConfig;
  goods: Goods;
  /** What is shown: network, token, payee and amount. */
  offer: Offer;
  /** The file's title. */
  title: string;
  /** True after a reload: continues with the signed authorization, without asking. */
  resume: boolean;
  onPaid: (paid: StoragePaid) => void;
};

/**
 * Pays an offer of storage, by the same steps as a buyer pays for a file. What is signed is kept in this browser, not only in
 * this tab: an upload is too, and a second tab must not pay twice.
 */
export function PayStorage(props: Props) {
  return (
    <QueryProvider>
      <Pay {...props} />
    </QueryProvider>
  );
}

const store = () => safeStorage("localStorage");

function createFlow({ goods, offer, key }: Begun, { config, onPaid }: Props): PayFlow<StoragePaid> {
  const target = targetOf(goods);
  return new PayFlow<StoragePaid>({
    offer,
    agree: agreeOnPrice,
    recoveryUrlOf: () => null,
    api: createStorageApi(requestFor(goods, key)),
    memory: paymentMemory(store(), target),
    loadWallets: () => loadWallets(config),
    newClaimToken,
    randomBytes: () => crypto.getRandomValues(new Uint8Array(32)),
    now: Date.now,
    wait: waitOrOnline,
    onPaid(paid) {
      endBegun(store(), target);
      onPaid(paid);
    },
  });
}

function Pay(props: Props) {
  const { config, goods, title, resume } = props;
  const [{ flow, begun }] = useState(() => {
    const before = resume ? loadBegun(store(), targetOf(goods)) : null;
    const begun = before ?? begin(store(), goods, props.offer, newClaimToken);
    return { begun, flow: createFlow(begun, props) };
  });
  const [offer, setOffer] = useState(begun.offer);
  return (
    <Paying {...{ flow, offer, config, resume, title }} pendingId={null} onOfferChange={setOffer} givenAgain={false} />
  );
}
