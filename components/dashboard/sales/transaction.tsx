import { useWords } from "#i18n";
import { ShortCode } from "@/components/ui/code";
import { CopyButton } from "@/components/ui/copy-button";
import type { Sale } from "@/lib/sellers/schema";

/** A sale's transaction: a link to where the chain is shown, or its hash alone. */
export function Transaction({ sale: { transaction, transactionUrl, networkName } }: { sale: Sale }) {
  const t = useWords("sellers");
  if (!transaction) return <span className="text-ink-soft">–</span>;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      {transactionUrl ? (
        <a href={transactionUrl} target="_blank" rel="noreferrer" className="underline underline-offset-2">
          <ShortCode code={transaction} />
        </a>
      ) : (
        <ShortCode code={transaction} />
      )}
      <bdi className="text-ink-soft">{networkName}</bdi>
      <CopyButton text={transaction} label={t("copyTransaction")} iconOnly look="quiet" />
    </span>
  );
}
