"use client";

import { useQuery } from "@tanstack/react-query";
import { useWords } from "#i18n";
import { QueryProvider } from "@/components/http/query-provider";
import { refusalWords } from "@/components/http/refusal-words";
import { RequestProblem } from "@/components/http/request";
import { ReceiptSheet } from "@/components/payments/receipts/receipt-sheet";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import type { ClientConfig } from "@/lib/client-config/schema";
import { isSignedOut, PurchasesSignIn } from "./purchases-sign-in";
import { ownReceiptQuery } from "./queries";

type Props = {
  paymentId: string;
  config: ClientConfig;
};

/** The receipt of one payment, for the wallet that paid, also after the download period has ended. */
export function OwnReceipt(props: Props) {
  return (
    <QueryProvider>
      <Content {...props} />
    </QueryProvider>
  );
}

function Content({ paymentId, config }: Props) {
  const t = useWords("purchases");
  const errors = useWords("errors");
  const { data, error, isPending, refetch } = useQuery(ownReceiptQuery(paymentId));
  if (data) {
    const known = config.networks.find(({ caip2 }) => caip2 === data.network);
    const rpc = known?.walletRpcUrl || !config.devnet ? undefined : `${config.appUrl}/api/devnet/rpc`;
    return <ReceiptSheet receipt={data} jsonUrl={`/api/purchases/${paymentId}/receipt`} rpc={rpc} />;
  }
  if (isPending) {
    return (
      <p role="status" className="flex items-center gap-3">
        <Spinner /> {t("loading")}
      </p>
    );
  }
  if (isSignedOut(error)) return <PurchasesSignIn config={config} onSignedIn={() => void refetch()} />;
  const title = error instanceof RequestProblem ? refusalWords(errors, error.problem).title : t("failed");
  return (
    <Notice role="alert" tone="bad" title={title}>
      <Button size="sm" onClick={() => refetch()}>
        {t("tryAgain")}
      </Button>
    </Notice>
  );
}
