"use client";

import { type ReactNode, useState } from "react";
import { useWords } from "#i18n";
import { QueryProvider } from "@/components/http/query-provider";
import { offerPrice } from "@/components/offers/offer-price";
import { PayButton } from "@/components/payments/pay/pay-button";
import { NetworkChoice, NotPayable, Price } from "@/components/payments/pay/what-is-paid";
import { Notice } from "@/components/ui/notice";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import type { TestPurchase } from "@/lib/shop/schema";
import { TestPaid } from "./test-paid";
import { TestSteps } from "./test-steps";

type Props = {
  file: FileInfo;
  config: ClientConfig;
  /** What is promised, and questions. */
  children: ReactNode;
};

/** The price and Pay as a buyer has them, for a seller who tries out the way of a buyer. No money moves in any of its states. */
export function TestBox({ file, config, children }: Props) {
  const t = useWords("trial");
  const [network, setNetwork] = useState(file.offers[0]?.network);
  const [isBegun, setBegun] = useState(false);
  const [paid, setPaid] = useState<TestPurchase | null>(null);
  const offer = file.offers.find((one) => one.network === network) ?? file.offers[0];

  function again() {
    setPaid(null);
    setBegun(false);
  }

  if (!offer) return <NotPayable />;
  return (
    <div className="space-y-4">
      <Notice title={t("test")}>
        <p>{t(paid ? "finished" : "what")}</p>
      </Notice>
      {paid ? (
        <TestPaid file={file} onAgain={again} />
      ) : (
        <>
          <Price offer={offer} />
          {file.offers.length > 1 && !isBegun && (
            <NetworkChoice offers={file.offers} network={offer.network} onChoose={setNetwork} />
          )}
          {isBegun ? (
            <QueryProvider>
              <TestSteps {...{ file, offer, config }} onPaid={setPaid} />
            </QueryProvider>
          ) : (
            <PayButton price={offerPrice(offer, t.locale)} onClick={() => setBegun(true)} />
          )}
          {children}
        </>
      )}
    </div>
  );
}
