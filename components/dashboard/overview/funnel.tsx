import { useId } from "react";
import { useWords } from "#i18n";
import { Card } from "@/components/ui/card";
import { decimalText, formatDay } from "@/components/ui/format";
import type { PeriodFigures } from "@/lib/seller-pages/schema";

/** From views and requests of apps to sales, as bars of one scale. */
export function Funnel({ figures: { total, viewsSince, from } }: { figures: PeriodFigures }) {
  const t = useWords("overview");
  const ui = useWords("ui");
  const id = useId();
  const steps = [
    { name: t("views"), count: total.views },
    { name: t("apps"), count: total.priceChecks },
    { name: t("sales"), count: total.sales },
  ];
  const most = Math.max(1, ...steps.map(({ count }) => count));
  return (
    <Card aria-labelledby={id} className="space-y-3">
      <h3 id={id} className="text-base">
        {t("funnel")}
      </h3>
      <dl className="space-y-2 text-sm">
        {steps.map(({ name, count }) => (
          <div key={name} className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1">
            <dt>{name}</dt>
            <dd className="font-semibold tabular-nums">{count}</dd>
            <dd aria-hidden="true" className="col-span-2 h-2 rounded-full bg-sunken">
              <div className="h-2 rounded-full bg-accent" style={{ width: `${(100 * count) / most}%` }} />
            </dd>
          </div>
        ))}
        <div className="flex justify-between gap-3 border-t border-line pt-2">
          <dt>{t("rate")}</dt>
          <dd className="font-semibold tabular-nums">
            <bdi>{salesPerHundred(total, t.locale)}</bdi>
          </dd>
        </div>
      </dl>
      {viewsSince !== null && viewsSince > from && (
        <p className="text-xs text-ink-soft">
          {t.rich("viewsSince", { date: <bdi>{formatDay(viewsSince, "UTC", ui)}</bdi> })}
        </p>
      )}
    </Card>
  );
}

/** "2.4", or a dash without a view. */
export function salesPerHundred(
  { sales, views }: { sales: number; views: number },
  locale: Parameters<typeof decimalText>[1],
): string {
  return views === 0 ? "–" : decimalText(((100 * sales) / views).toFixed(1), locale);
}
