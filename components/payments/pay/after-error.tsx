"use client";

import { useEffect, useState } from "react";
import { useWords } from "#i18n";
import { createPayApi, readPaymentStatus } from "@/components/payments/wire/pay-api";
import { keepRecoveryUrl, paymentMemory } from "@/components/payments/wire/saved-payment";
import { Button, ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { safeStorage } from "@/components/ui/safe-storage";
import { Spinner } from "@/components/ui/spinner";
import { type Became, becameOfPayment } from "./became-of-payment";

/** How often it is checked while the result may change (ms). */
const ASK_AGAIN_MS = 3_000;

function ask(fileId: string): Promise<Became> {
  const store = safeStorage("sessionStorage");
  return becameOfPayment({
    api: createPayApi(fileId),
    memory: paymentMemory(store, fileId),
    readStatus: readPaymentStatus,
    onBought: (token) => keepRecoveryUrl(store, fileId, `${location.origin}/r#${token}`),
  });
}

/** The outcome of the payment, on a file's page that crashed: checked before the page says anything about money. */
export function AfterError({ fileId }: { fileId: string }) {
  const t = useWords("payments");
  const [became, setBecame] = useState<Became | null>(null);

  useEffect(() => {
    if (became && became.kind !== "pending" && became.kind !== "unknown") return;
    let wanted = true;
    const timer = setTimeout(() => void ask(fileId).then((now) => wanted && setBecame(now)), became ? ASK_AGAIN_MS : 0);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [became, fileId]);

  const reload = <Button onClick={() => location.reload()}>{t("reload")}</Button>;
  switch (became?.kind) {
    case undefined:
      return (
        <Notice role="status" title={t("brokenAsking")}>
          <Spinner />
        </Notice>
      );
    case "paid":
      return (
        <Notice role="status" tone="good" title={t("brokenPaid")}>
          <ButtonLink href={became.result.ticketUrl} download rel="noreferrer">
            {t("brokenDownload")}
          </ButtonLink>
          <p>{t("brokenRest")}</p>
          {reload}
        </Notice>
      );
    case "pending":
      return (
        <Notice role="status" tone="warn" title={t("pendingTitle")}>
          <p>{t("pendingAsking")}</p>
        </Notice>
      );
    case "taken":
      return (
        <Notice role="status" tone="good" title={t("proveTitle")}>
          <p>{t("brokenTaken")}</p>
          {reload}
        </Notice>
      );
    case "nothing":
      return (
        <Notice role="status" title={t("brokenNothing")}>
          {reload}
        </Notice>
      );
    case "unknown":
      return (
        <Notice role="alert" tone="warn" title={t("brokenUnknown")}>
          <p>{t("brokenUnknownWhy")}</p>
          {reload}
        </Notice>
      );
  }
}
