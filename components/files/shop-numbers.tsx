import { useWords } from "#i18n";
import { formatLimit, formatMoney } from "@/components/ui/format";
import type { ClientConfig } from "@/lib/client-config/schema";

/** Three numbers that are this shop's own: what is taken from a sale, the lowest price, the largest file. */
export function ShopNumbers({ config }: { config: ClientConfig }) {
  const t = useWords("front");
  const ui = useWords("ui");
  const numbers = [
    { number: t("zero"), words: t("zeroWords") },
    { number: formatMoney(BigInt(config.minPriceMicroUsd), t.locale), words: t("lowestWords") },
    { number: formatLimit(config.maxFileSize, ui), words: t("largestWords") },
  ];
  return (
    <dl className="grid gap-6 border-y border-line py-8 sm:grid-cols-3">
      {numbers.map(({ number, words }) => (
        <div key={words} className="flex flex-col-reverse justify-end gap-1">
          <dt className="text-sm text-ink-soft">{words}</dt>
          <dd className="pb-1 font-display text-3xl font-semibold text-accent-ink">
            <bdi>{number}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
