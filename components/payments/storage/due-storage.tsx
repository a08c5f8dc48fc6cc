"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "#i18n";
import { QueryProvider } from "@/components/http/query-provider";
import { refusalWords } from "@/components/http/refusal-words";
import { offerPrice } from "@/components/offers/offer-price";
import { PayButton } from "@/components/payments/pay/pay-button";
import { Button } from "@/components/ui/button";
import { formatMoney } from "@/components/ui/format";
import { Notice } from "@/components/ui/notice";
import { safeStorage } from "@/components/ui/safe-storage";
import { Spinner } from "@/components/ui/spinner";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Offer } from "@/lib/offers/schema";
import { isUnfinished, loadBegun } from "./begun";
import { type Goods, targetOf } from "./goods";
import { PayStorage } from "./pay-storage";
import { PriceLine } from "./price-line";
import { priceQuery } from "./read-price";
import type { StoragePaid } from "./storage-api";

/** Why it has to be paid for: nothing was, or too few days. */
export type DueFor = "unpaid" | "more";

export type DueStorageProps = {
  config: ClientConfig;
  goods: Goods;
  dueFor: DueFor;
  /** The file's title. */
  title: string;
  /** The price that the person has read before, in micro-USD: a wallet is asked at once only for this one. */
  agreedMicroUsd: bigint | null;
  onPaid: (paid: StoragePaid) => void;
  /** Without paying. */
  onBack: () => void;
};

/** What has to be paid before a file can be published, its dates changed, or its bytes replaced. */
export function DueStorage(props: DueStorageProps) {
  return (
    <QueryProvider>
      <Due {...props} />
    </QueryProvider>
  );
}

function Due({ config, goods, dueFor, title, agreedMicroUsd, onPaid, onBack }: DueStorageProps) {
  const t = useWords("storage");
  const [before] = useState(() => {
    const store = safeStorage("localStorage");
    return isUnfinished(store, targetOf(goods)) ? loadBegun(store, targetOf(goods)) : null;
  });
  const [network, setNetwork] = useState<string | null>(null);
  const [chosen, setChosen] = useState<Offer | null>(null);
  const { data, isError, refetch } = useQuery({ ...priceQuery(goods, config.networks), enabled: before === null });
  const offers = data?.kind === "price" ? data.offers : [];
  const offer = offers.find((one) => one.network === network) ?? offers[0];
  const isAgreed =
    offers.length === 1 && agreedMicroUsd !== null && offer !== undefined && isPrice(offer, agreedMicroUsd, t.locale);
  const paying = before?.offer ?? chosen ?? (isAgreed ? offer : null);
  const shown = paying ?? offer;

  return (
    <section aria-label={t("payWith")} data-storage-due className="space-y-4 rounded-md border border-line p-4">
      {shown && (
        <div className="space-y-1">
          <p className="font-semibold">
            <What dueFor={dueFor} goods={before?.goods ?? goods} price={offerPrice(shown, t.locale)} />
          </p>
          <p className="text-sm text-ink-soft">{t(whyOf(goods, dueFor))}</p>
          <p className="text-sm text-ink-soft">{t("costRefund")}</p>
        </div>
      )}
      {paying ? (
        <PayStorage
          {...{ config, title, onPaid }}
          goods={before?.goods ?? goods}
          offer={paying}
          resume={before !== null}
        />
      ) : (
        offer && (
          <>
            <PriceLine offers={offers} offer={offer} onChoose={setNetwork} />
            <PayButton price={offerPrice(offer, t.locale)} onClick={() => setChosen(offer)} />
          </>
        )
      )}
      {!shown && !isError && data?.kind !== "refused" && (
        <p className="flex items-center gap-2 text-sm">
          <Spinner /> {t("asking")}
        </p>
      )}
      {data?.kind === "refused" && <Refused problem={data.problem} />}
      {isError && (
        <Notice role="alert" tone="bad" title={t("noPrice")}>
          <Button size="sm" onClick={() => refetch()}>
            {t("tryAgain")}
          </Button>
        </Notice>
      )}
      <Button look="quiet" size="sm" onClick={onBack}>
        {t("back")}
      </Button>
    </section>
  );
}

function whyOf({ kind }: Goods, dueFor: DueFor) {
  if (kind === "larger") return "dueLargerWhy";
  return kind === "file" || dueFor === "more" ? "dueMoreWhy" : "dueWhy";
}

function What({ dueFor, goods, price }: { dueFor: DueFor; goods: Goods; price: string }) {
  const t = useWords("storage");
  const shown = <bdi>{price}</bdi>;
  if (goods.kind === "larger") return t.rich("dueLarger", { price: shown });
  return t.rich(dueFor === "more" ? "dueMore" : "due", { price: shown, count: goods.days });
}

function Refused({ problem }: { problem: Parameters<typeof refusalWords>[1] }) {
  const { title, detail } = refusalWords(useWords("errors"), problem);
  return (
    <Notice role="alert" tone="bad" title={title}>
      {detail && <p>{detail}</p>}
    </Notice>
  );
}

function isPrice(offer: Offer, microUsd: bigint, locale: Parameters<typeof offerPrice>[1]): boolean {
  return offerPrice(offer, locale) === formatMoney(microUsd, locale);
}
