import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Copyable } from "@/components/ui/copyable";
import type { Receipt } from "@/lib/shop/schema";
import { PrintButton } from "./print-button";
import { ReceiptProofs } from "./receipt-proofs";
import { ReceiptSummary } from "./receipt-view";

type Props = {
  receipt: Receipt;
  /** The URL of the receipt as JSON. */
  jsonUrl: string;
  /** An RPC URL for checking it, if the network has no public one. */
  rpc?: string;
};

/** A receipt on its own page: for people first, to print or save; its proofs are a second sheet. */
export function ReceiptSheet({ receipt, jsonUrl, rpc }: Props) {
  const t = useWords("receipts");
  const command = `npm run verify-receipt -- receipt-${receipt.paymentId}.json${rpc ? ` --rpc ${rpc}` : ""}`;
  return (
    <>
      <Card className="space-y-6">
        <ReceiptSummary receipt={receipt} />
        <BuyerLines />
        <div className="flex flex-wrap gap-2 print:hidden">
          <PrintButton label={t("print")} />
          <ButtonLink href={jsonUrl} look="secondary" size="sm">
            {t("saveJson")}
          </ButtonLink>
          <ButtonLink href={`/f/${receipt.fileId}`} look="quiet" size="sm">
            {t("toFile")}
          </ButtonLink>
        </div>
      </Card>
      <Card className="space-y-6 print:break-before-page">
        <h2 className="text-lg">{t("proofs")}</h2>
        <ReceiptProofs receipt={receipt} />
        <section className="space-y-2 border-t border-line pt-5 text-sm">
          <h3 className="text-base font-semibold">{t("check")}</h3>
          <p>{t.rich("checkHow", { code: (words) => <code dir="ltr">{words}</code> })}</p>
          <Copyable text={command} copyLabel={t("copyCommand")} />
        </section>
      </Card>
    </>
  );
}

/** Name and tax number of the buyer, typed for a print-out: they are sent nowhere. Nothing typed, nothing printed. */
function BuyerLines() {
  const t = useWords("receipts");
  return (
    <label className="block space-y-1.5 text-sm has-placeholder-shown:print:hidden">
      <span className="font-semibold">{t("buyerLines")}</span>
      <textarea
        rows={3}
        maxLength={500}
        autoComplete="off"
        placeholder={t("buyerLinesExample")}
        className="block w-full resize-y rounded-md border border-line-strong bg-surface px-3 py-2 text-base print:resize-none print:border-0 print:p-0"
      />
      <span className="block text-xs text-ink-soft print:hidden">{t("buyerLinesHint")}</span>
    </label>
  );
}
