import { Check } from "lucide-react";
import { useWords } from "#i18n";
import { formatMoney } from "@/components/ui/format";

const PRICE = 4_500_000n;

/** A finished page as its buyers see it on a phone: a picture made of markup, with words in the reader's language. */
export function ExamplePage() {
  const t = useWords("front");
  const price = formatMoney(PRICE, t.locale);
  return (
    <figure className="mx-auto w-72 max-w-full space-y-3">
      <div
        role="img"
        aria-label={t("exampleAlt")}
        className="space-y-3 rounded-[2rem] border-8 border-ink bg-paper p-4 pt-6 shadow-lift dark:border-line-strong"
      >
        <div className="example-cover grid h-36 place-items-center rounded-md px-4 text-center font-display text-lg font-semibold text-white">
          {t("exampleTitle")}
        </div>
        <p className="font-display text-lg leading-snug font-semibold">{t("exampleTitle")}</p>
        <p className="text-xs text-ink-soft">{t("exampleWords")}</p>
        <div className="space-y-2.5 rounded-md border border-line bg-surface p-3">
          <p className="flex items-center gap-2 text-xs font-semibold">
            <span className="grid size-6 place-items-center rounded-full bg-accent-soft text-accent-ink">
              {t("exampleSeller").slice(0, 1)}
            </span>
            {t("exampleSeller")}
          </p>
          <p className="font-display text-2xl font-semibold">
            <bdi>{price}</bdi>
          </p>
          <p className="flex gap-1.5 text-xs">
            <Check className="mt-0.5 size-3.5 shrink-0 text-accent-ink" /> {t("exampleReady")}
          </p>
          <p className="flex gap-1.5 text-xs">
            <Check className="mt-0.5 size-3.5 shrink-0 text-accent-ink" /> {t("exampleFee")}
          </p>
        </div>
        <p className="rounded-md bg-accent py-2.5 text-center font-semibold text-on-accent">
          {t.rich("examplePay", { price: <bdi>{price}</bdi> })}
        </p>
      </div>
      <figcaption className="text-center text-xs text-ink-soft">{t("exampleNote")}</figcaption>
    </figure>
  );
}
