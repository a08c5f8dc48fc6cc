import { useEffect } from "react";
import { useWords } from "#i18n";
import { Button } from "@/components/ui/button";
import { reloadOnce } from "@/components/ui/missing-part";
import { Notice } from "@/components/ui/notice";
import { SaidByWallet } from "@/components/wallets/said-by-wallet";
import type { Offer } from "@/lib/offers/schema";
import { type PayTrouble, troubleWords } from "./trouble-words";
import { WhatIsSigned } from "./what-is-signed";

type Props = {
  trouble: PayTrouble;
  offer: Offer;
  onRetry: () => void;
  onOtherWallet: () => void;
  /** The payer claims that this wallet bought the file before: a signature proves it, and nothing is charged. */
  onAlreadyPaid?: (() => void) | undefined;
  /** True where nothing is lost by loading the page again. */
  reloads: boolean;
};

/** No new payment can be settled; earlier buyers need no settlement. */
const salesStand = new Set<PayTrouble["message"]>(["pausedSales", "spent"]);

/** A known failure: what happened, that nothing was charged, and what to do. */
export function FailedPanel({ trouble, offer, onRetry, onOtherWallet, onAlreadyPaid, reloads }: Props) {
  const t = useWords("payments");
  const wallets = useWords("wallets");
  const answers = useWords("answers");
  const { title, detail, said } = troubleWords(trouble, { payments: t, answers, wallets, offer });
  const { code, next, message, otherWallet } = trouble;
  const updated = message === "updated";
  useEffect(() => (updated && reloads && reloadOnce()) || undefined, [updated, reloads]);
  const aboutSigning = typeof message !== "string" && "task" in message && message.task === "sign";
  return (
    <Notice role="alert" tone={code === "rejected" ? "info" : "bad"} title={title}>
      <p>{detail}</p>
      <SaidByWallet said={said} />
      <div className="flex flex-wrap gap-2">
        {next === "retry" && (
          <Button size="sm" onClick={onRetry}>
            {t("tryAgain")}
          </Button>
        )}
        {next === "reload" && (
          <Button size="sm" onClick={() => location.reload()}>
            {t("reload")}
          </Button>
        )}
        {otherWallet && (
          <Button look="secondary" size="sm" onClick={onOtherWallet}>
            {t("otherWallet")}
          </Button>
        )}
        {onAlreadyPaid && salesStand.has(message) && (
          <Button look="secondary" size="sm" onClick={onAlreadyPaid}>
            {t("alreadyBought")}
          </Button>
        )}
      </div>
      {aboutSigning && <WhatIsSigned offer={offer} />}
    </Notice>
  );
}
