"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useWords } from "#i18n";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { Time } from "@/components/ui/time";
import { TRANSACTION_REVERTED } from "@/lib/payments/reasons";
import type { PaymentStatus } from "@/lib/shop/schema";
import { KeepLink } from "./keep-link";
import { paymentStatusQuery } from "./queries";

type Props = {
  paymentId: string;
  recoveryUrl: string | null;
  title: string;
  onStatus: (status: PaymentStatus) => void;
};

/** A payment with an unknown outcome. There is only the link to keep: it resolves itself. */
export function PendingPanel({ paymentId, recoveryUrl, title, onStatus }: Props) {
  const t = useWords("payments");
  const { data, dataUpdatedAt } = useQuery(paymentStatusQuery(paymentId));

  // biome-ignore lint/correctness/useExhaustiveDependencies: an equal answer that arrives later counts again
  useEffect(() => {
    if (data) onStatus(data);
  }, [data, dataUpdatedAt, onStatus]);

  return (
    <Notice role="status" tone="warn" title={t("pendingTitle")}>
      <p className="flex items-center gap-2">
        <Spinner /> <span>{t("pendingAsking")}</span>
      </p>
      {data?.reason === TRANSACTION_REVERTED ? (
        <p>{t.rich("pendingReverted", { time: <Time iso={data.expiresAt} only="minute" /> })}</p>
      ) : null}
      {recoveryUrl ? (
        <>
          <p>{t("pendingKeep")}</p>
          <KeepLink url={recoveryUrl} title={title} />
        </>
      ) : (
        <p>{t("pendingLater")}</p>
      )}
    </Notice>
  );
}
