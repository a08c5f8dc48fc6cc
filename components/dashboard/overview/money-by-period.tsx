import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useId } from "react";
import { useWords } from "#i18n";
import { ListLink } from "@/components/dashboard/files/list-link";
import { Loaded } from "@/components/dashboard/frame/loaded";
import { figuresQuery } from "@/components/dashboard/queries";
import { ButtonLink } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { formatDay } from "@/components/ui/format";
import { PERIODS, readPeriodName } from "@/lib/seller-pages/periods";
import type { PeriodFigures } from "@/lib/seller-pages/schema";
import { formatNet, readNet } from "./format-figures";
import { Funnel } from "./funnel";
import { MoneyChart } from "./money-chart";
import { TopFiles } from "./top-files";

type Props = {
  /** As the server read them with the page, and when. */
  first: { figures: PeriodFigures; readAt: number } | null;
};

/** Money, sales and views of a period that the page's address names. */
export function MoneyByPeriod({ first }: Props) {
  const t = useWords("overview");
  const id = useId();
  const period = readPeriodName(useSearchParams()?.get("period") ?? null);
  const figures = useQuery({
    ...figuresQuery(period),
    ...(first?.figures.period === period ? { initialData: first.figures, initialDataUpdatedAt: first.readAt } : {}),
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-labelledby={id} className="space-y-4">
      <h2 id={id} className="text-xl">
        {t("money")}
      </h2>
      <nav aria-label={t("period")} className="-mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
        <ul className="flex gap-2 py-1 sm:flex-wrap">
          {PERIODS.map((one) => (
            <li key={one}>
              <ListLink
                href={`/dashboard?period=${one}`}
                aria-current={one === period ? "true" : undefined}
                className={classNames(
                  "flex min-h-9 items-center rounded-full border px-3.5 text-sm font-semibold whitespace-nowrap no-underline pointer-coarse:min-h-11",
                  one === period
                    ? "border-accent bg-accent-soft text-accent-ink"
                    : "border-line-strong hover:bg-sunken",
                )}
              >
                {t(`period_${one}`)}
              </ListLink>
            </li>
          ))}
        </ul>
      </nav>
      <Loaded of={figures}>
        {(data) => (
          <div className={classNames("space-y-4", figures.isPlaceholderData && "opacity-60")}>
            <Shown figures={data} />
          </div>
        )}
      </Loaded>
    </section>
  );
}

function Shown({ figures }: { figures: PeriodFigures }) {
  const t = useWords("overview");
  const ui = useWords("ui");
  const { from, to, total } = figures;
  const day = (iso: string) => formatDay(iso, "UTC", ui);
  return (
    <>
      <p className="text-sm text-ink-soft">
        {t.rich("span", { from: <bdi>{day(from)}</bdi>, to: <bdi>{day(to)}</bdi> })}
      </p>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        <Figure name={t("received")}>{formatNet(total.received, t.locale)}</Figure>
        <Figure name={t("refunded")}>{formatNet(-readNet(total.refunded), t.locale)}</Figure>
        <Figure name={t("kept")}>{formatNet(readNet(total.received) - readNet(total.refunded), t.locale)}</Figure>
        <Figure name={t("sales")}>{total.sales}</Figure>
        <Figure name={t("refunds")}>{total.refunds}</Figure>
      </dl>
      <MoneyChart figures={figures} />
      <div className="grid items-start gap-4 lg:grid-cols-[2fr_3fr]">
        <Funnel figures={figures} />
        <TopFiles figures={figures} />
      </div>
      <p>
        <ButtonLink
          look="secondary"
          size="sm"
          href={`/api/sales/export?${new URLSearchParams({ format: "csv", from, to })}`}
          download
        >
          <Download aria-hidden="true" className="size-4" />
          {t("exportThese")}
        </ButtonLink>
      </p>
    </>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="rounded-lg border border-line bg-surface p-4 shadow-lift">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="text-lg font-semibold tabular-nums">
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}
