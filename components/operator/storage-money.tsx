import { useWords } from "#i18n";
import { Money } from "@/components/ui/money";
import { parseUsd } from "@/lib/money";
import type { StorageMoney } from "@/lib/operator/schema";

/** What the operator received for storage and owes back, apart from what sellers received. */
export function StorageMoneyView({ money: { payments, received, owing, owed } }: { money: StorageMoney }) {
  const t = useWords("keeping");
  const amount = (usd: string) => <Money microUsd={parseUsd(usd) ?? 0n} />;
  return (
    <div className="space-y-1">
      <p>{t.rich("money", { received: amount(received), count: payments })}</p>
      <p>{owing > 0 ? t.rich("owing", { amount: amount(owed), count: owing }) : t("nothingOwed")}</p>
      <p className="text-sm text-ink-soft">{t("moneyNote")}</p>
    </div>
  );
}
