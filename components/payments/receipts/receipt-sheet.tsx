import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Copyable } from "@/components/ui/copyable";
import type { Receipt } from "@/lib/shop/schema";
import { PrintButton } from "./print-button";
import { ReceiptView } from "./receipt-view";

type Props = {
  receipt: Receipt;
  /** The URL of the receipt as JSON. */
  jsonUrl: string;
  /** An RPC URL for checking it, if the network has no public one. */
  rpc?: string;
};

/** A receipt on its own page: print, save, and how to check it without trusting this site. */
export function ReceiptSheet({ receipt, jsonUrl, rpc }: Props) {
  const t = useWords("receipts");
  const command = `npm run verify-receipt -- receipt-${receipt.paymentId}.json${rpc ? ` --rpc ${rpc}` : ""}`;
  return (
    <Card className="space-y-6">
      <ReceiptView receipt={receipt} />
      <section className="space-y-2 border-t border-line pt-5 text-sm">
        <h2 className="text-base">{t("check")}</h2>
        <p>{t.rich("checkHow", { code: (words) => <code dir="ltr">{words}</code> })}</p>
        <Copyable text={command} copyLabel={t("copyCommand")} />
      </section>
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
  );
}
