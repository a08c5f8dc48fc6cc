"use client";

import { useState, useSyncExternalStore } from "react";
import { useWords } from "#i18n";
import { requestJson } from "@/components/http/request";
import { startDownload } from "@/components/payments/download/download";
import { Paying } from "@/components/payments/pay/paying";
import { readPayer } from "@/components/payments/wire/pay-api";
import { Button, ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { loadWallets } from "@/components/wallets/load-wallets";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Words } from "@/lib/i18n/words";
import type { Offer } from "@/lib/offers/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import type { TestPurchase } from "@/lib/shop/schema";
import { TestFlow } from "./test-flow";

type Props = { file: FileInfo; offer: Offer; config: ClientConfig; onPaid: (result: TestPurchase) => void };

/** What follows Pay: the sheets and steps of a buyer, with what differs in a test. */
export function TestSteps(props: Props) {
  const { file, offer, config } = props;
  const t = useWords("trial");
  const [isSignedOut, setSignedOut] = useState(false);
  const [flow] = useState(() => createFlow(props, t, () => setSignedOut(true)));
  const { step } = useSyncExternalStore(flow.watch, flow.state, flow.state);
  if (isSignedOut) {
    return (
      <Notice role="alert" tone="warn" title={t("signedOut")}>
        <ButtonLink href={`/dashboard/files/${file.id}`} size="sm">
          {t("signIn")}
        </ButtonLink>
      </Notice>
    );
  }
  return (
    <>
      <Paying
        {...{ flow, offer, config }}
        title={file.title}
        pendingId={null}
        resume={false}
        onOfferChange={() => {}}
        givenAgain={false}
        beforeWallets={
          <Notice title={t("test")}>
            <p>{t("wallets")}</p>
            <Button size="sm" onClick={() => void flow.withoutWallet()}>
              {t("without")}
            </Button>
          </Notice>
        }
      />
      {step === "signing" && <p className="text-sm text-ink-soft">{t("signs")}</p>}
    </>
  );
}

function createFlow({ file, offer, config, onPaid }: Props, t: Words<"trial">, onSignedOut: () => void): TestFlow {
  const { network } = offer;
  return new TestFlow({
    offer,
    test: () => requestJson<TestPurchase>(`/api/files/${file.id}/test-purchase`, { method: "POST" }),
    payer: (address) => readPayer({ network, address, file: file.id }),
    loadWallets: () => loadWallets(config),
    message: [t("message", { host: new URL(config.appUrl).host }), t("messageWhat")].join("\n\n"),
    onSignedOut,
    onPaid(result) {
      startDownload(result.ticketUrl);
      onPaid(result);
    },
  });
}
