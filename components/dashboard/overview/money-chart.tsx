import { useId } from "react";
import { useWords } from "#i18n";
import { Card } from "@/components/ui/card";
import { Details } from "@/components/ui/details";
import { Later } from "@/components/ui/later";
import { locales } from "@/lib/i18n/locales";
import type { PeriodFigures } from "@/lib/seller-pages/schema";
import type { ChartProps } from "./chart";
import { formatNet, formatPart, readNet } from "./format-figures";

/** Its code is as large as the rest of the page: it is loaded here only, and after everything else. */
const loadChart = async () => ({ Part: (await import("./chart")).Chart, messages: {} });

/** Money by day or month as bars, and the same numbers as a table. */
export function MoneyChart({ figures: { parts, unit } }: { figures: PeriodFigures }) {
  const t = useWords("overview");
  const id = useId();
  const [received, refunded] = [t("received"), t("refunded")];
  const of: ChartProps = {
    parts: parts.map((part) => ({
      name: formatPart(part.from, unit, t.locale),
      received: toNumber(part.received),
      refunded: -toNumber(part.refunded),
    })),
    words: { received, refunded },
    isRightToLeft: locales[t.locale].dir === "rtl",
    formatAmount: (dollars) => formatNet(BigInt(Math.round(dollars * 1_000_000)), t.locale),
  };
  return (
    <Card aria-labelledby={id} className="space-y-2">
      <h3 id={id} className="text-base">
        {t("chart")}
      </h3>
      <p className="text-xs text-ink-soft">{t("chartNote")}</p>
      {/* As high before it is loaded. The table says the same to those who do not see it. */}
      <div aria-hidden="true" className="grid h-64 place-items-center text-ink-soft" data-testid="chart">
        <Later load={loadChart} of={of} failed={() => <p className="text-sm">{t("chartFailed")}</p>} />
      </div>
      <Details summary={t("asTable")}>
        <table className="w-full text-sm tabular-nums">
          <thead>
            <tr className="border-b border-line text-xs text-ink-soft [&_th]:py-2 [&_th]:font-medium">
              <th scope="col" className="text-start">
                {unit === "month" ? t("month") : t("day")}
              </th>
              {[received, refunded, t("sales")].map((name) => (
                <th key={name} scope="col" className="text-end">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {parts.map((part) => (
              <tr key={part.from} className="[&_td]:py-1.5 [&_td]:text-end">
                <th scope="row" className="py-1.5 text-start font-normal">
                  <bdi>{formatPart(part.from, unit, t.locale)}</bdi>
                </th>
                <td>
                  <bdi>{formatNet(part.received, t.locale)}</bdi>
                </td>
                <td>
                  <bdi>{formatNet(-readNet(part.refunded), t.locale)}</bdi>
                </td>
                <td>{part.sales}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Details>
    </Card>
  );
}

/** Only for the height of a bar: what is written is exact. */
const toNumber = (usd: string) => Number(usd);
