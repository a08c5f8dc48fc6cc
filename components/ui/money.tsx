import { useLocale } from "#i18n";
import { formatMoney } from "./format";

/** An amount of dollars, exact, apart from the direction of the text around it. */
export function Money({ microUsd, className }: { microUsd: bigint | string; className?: string }) {
  const text = formatMoney(BigInt(microUsd), useLocale());
  return (
    <bdi translate="no" className={className ? `tabular-nums ${className}` : "tabular-nums"}>
      {text}
    </bdi>
  );
}
